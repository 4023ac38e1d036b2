#ifndef RAPPORT_CKERNELS_QUANTIZED_H
#define RAPPORT_CKERNELS_QUANTIZED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Finds the vectors of 8-bit codes whose product with a query reaches the limit
/// of their block of sixteen.
///
/// Products are whole numbers, so every kernel finds the same.
///
/// - codes: [blocks, quads, 16, 4]: sixteen vectors side by side, four
///   dimensions of each together.
/// - query: [4 · quads].
/// - quads: at most 16,000, for the sums have 32 bits.
/// - limits: one for each block.
/// - masks: one for each block, a bit for each of its vectors, the first the lowest.
typedef void quantized_scan(const uint8_t *_Nonnull codes, const int8_t *_Nonnull query,
                            ptrdiff_t quads, ptrdiff_t blocks, const float *_Nonnull limits,
                            uint16_t *_Nonnull masks);

struct quantized_kernels {
  quantized_scan *_Nonnull scan;
  /// By the instructions that sum products of bytes, which not every processor
  /// of a level has; null where the level has none.
  quantized_scan *_Nullable scan_vnni;
};

/// Whether this processor runs a `scan_vnni`.
bool runs_quantized_scan(const struct quantized_kernels *_Nonnull kernels);

#endif
