#ifndef RAPPORT_CKERNELS_QUANTIZED_H
#define RAPPORT_CKERNELS_QUANTIZED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Codes have 8 bits, in two planes: `high` holds their upper halves, sixteen
// vectors side by side, `low` their lower ones, vector by vector. A byte holds two
// dimensions, four apart: byte i of group g is dimension 8 · g + i in its lower
// half and dimension 8 · g + 4 + i in its upper one.
//
// - high: [blocks, groups, 16, 4].
// - low: [blocks, 16, groups, 4].
// - query: [groups, 8].
// - groups: at most 8,000, for the sums have 32 bits.
// - limits: one for each block.
// - masks: one for each block, a bit for each of its vectors, the first the lowest.
//
// Products are whole numbers, so every kernel finds the same.

/// Finds the vectors whose upper halves have a product with a query that reaches
/// the limit of their block.
typedef void quantized_scan(const uint8_t *_Nonnull high, const int8_t *_Nonnull query,
                            ptrdiff_t groups, ptrdiff_t blocks, const float *_Nonnull limits,
                            uint16_t *_Nonnull masks);

struct quantized_kernels {
  quantized_scan *_Nonnull scan;
  /// By the instructions that sum products of bytes, which not every processor
  /// of a level has; null where the level has none.
  quantized_scan *_Nullable scan_vnni;
  /// Of the vectors in the masks, keeps those whose whole codes have a product that
  /// reaches the limit of their block.
  void (*_Nonnull refine)(const uint8_t *_Nonnull high, const uint8_t *_Nonnull low,
                          const int8_t *_Nonnull query, ptrdiff_t groups, ptrdiff_t blocks,
                          const float *_Nonnull limits, uint16_t *_Nonnull masks);
};

/// Whether this processor runs a `scan_vnni`.
bool runs_quantized_scan(const struct quantized_kernels *_Nonnull kernels);

#endif
