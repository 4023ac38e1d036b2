#ifndef RAPPORT_CKERNELS_ATTENTION_H
#define RAPPORT_CKERNELS_ATTENTION_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

/// One head over one sequence.
///
/// Queries, keys and values are columns of rows that lie `stride` apart, and the
/// elements `first ..< first + keys` of the `length` can be attended to. Row t of
/// the probabilities holds those of the keys from `first` on; what lies after
/// the greatest key that its block of queries sees is not defined.
struct attention_head {
  ptrdiff_t length, first, keys, depth;
  /// Between rows of queries, keys, values and their gradients.
  ptrdiff_t stride;
  /// Between rows of the context and its gradient.
  ptrdiff_t context_stride;
  /// Between rows of the probabilities: `length` rounded up to sixteen.
  ptrdiff_t row_stride;
  /// Whether a query sees no key after it.
  bool is_causal;
  /// The factor of the products of queries and keys.
  float scale;
};

// Scratch is [2, depth rounded up to sixteen, row_stride] going forward, and
// backward [length, row_stride] more.
struct attention_kernels {
  /// P ← softmax(scale·Q·Kᵀ), context ← P·V; zeros where a query sees no key.
  void (*forward)(const struct attention_head *head, const float *q, const float *k,
                  const float *v, float *probabilities, float *context, float *scratch);
  /// Overwrites the gradients of q, k and v by those from that of the context.
  void (*backward)(const struct attention_head *head, const float *q, const float *k,
                   const float *v, const float *probabilities, const float *dcontext, float *dq,
                   float *dk, float *dv, float *scratch);
};

#ifdef __clang__
#pragma clang assume_nonnull end
#endif

#endif
