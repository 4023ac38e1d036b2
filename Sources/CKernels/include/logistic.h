#ifndef RAPPORT_CKERNELS_LOGISTIC_H
#define RAPPORT_CKERNELS_LOGISTIC_H

#include <stddef.h>
#include <stdint.h>

/// A loss of each row's score as a function of the score: scores become first
/// derivatives and, unless null, `curvatures` are overwritten by the second.
/// Null weights count as 1. Returns the sum of the weighted losses.
typedef double (*score_loss)(double *_Nonnull scores, double *_Nullable curvatures,
                             const float *_Nonnull targets, const float *_Nullable weights,
                             ptrdiff_t count);

// Linear models. Dense rows are Float32 and everything computed from them is in
// Double: memory sets the pace of a pass over the rows, not arithmetic.
struct logistic_kernels {
  /// scores[r] ← Σ weights[c]·rows[r][c] + intercept.
  void (*_Nonnull scores)(double *_Nonnull scores, const float *_Nonnull rows, ptrdiff_t count,
                          ptrdiff_t columns, const double *_Nonnull weights, double intercept);
  /// sums[c] ← sums[c] + Σ factors[r]·rows[r][c].
  void (*_Nonnull add_weighted_rows)(double *_Nonnull sums, const double *_Nonnull factors,
                                     const float *_Nonnull rows, ptrdiff_t count,
                                     ptrdiff_t columns);
  /// ln(1 + eᶻ) − target·z.
  score_loss _Nonnull log_loss;
  /// max(0, 1 ∓ z)², − for a target above 0.
  score_loss _Nonnull squared_hinge;
  /// The position of the first element that is NaN or infinite, or `count`.
  ptrdiff_t (*_Nonnull first_not_finite)(const float *_Nonnull x, ptrdiff_t count);
  /// row ← row + Σ values[e]·matrix[columns[e]], where rows of the matrix have
  /// `stride` elements, a multiple of sixteen.
  void (*_Nonnull add_scaled_rows)(float *_Nonnull row, const float *_Nonnull matrix,
                                   ptrdiff_t stride, const int32_t *_Nonnull columns,
                                   const float *_Nonnull values, ptrdiff_t count);
  /// matrix[columns[e]] ← matrix[columns[e]] + values[e]·row, where rows have
  /// sixteen elements.
  void (*_Nonnull add_row_to_rows)(float *_Nonnull matrix, const float *_Nonnull row,
                                   const int32_t *_Nonnull columns, const float *_Nonnull values,
                                   ptrdiff_t count);
  /// row ← row + Σ values[e]·matrix[columns[e]] for a matrix of bytes, whose rows
  /// have `stride` elements, a multiple of sixteen.
  void (*_Nonnull add_scaled_bytes)(float *_Nonnull row, const int8_t *_Nonnull matrix,
                                    ptrdiff_t stride, const int32_t *_Nonnull columns,
                                    const float *_Nonnull values, ptrdiff_t count);
};

#endif
