#ifndef RAPPORT_CKERNELS_ROWS_H
#define RAPPORT_CKERNELS_ROWS_H

#include <stddef.h>

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

// Rows of a matrix, [rows, size], row-major without gaps.
struct row_kernels {
  /// e ← exp(x − max x), unless e is null; x and e may be the same.
  ///
  /// Returns Σ exp(x − max x) over `count` > 0 elements and sets `maximum`.
  float (*exponentials)(const float *x, float *_Nullable e, ptrdiff_t count, float *maximum);
  /// x ← factor·x + shift over `count` elements.
  void (*scale_and_shift)(float *x, float factor, float shift, ptrdiff_t count);
  /// Σ x over `count` elements.
  float (*sum)(const float *x, ptrdiff_t count);
  /// y ← x + bias for each row, or the bias alone where x is null; bias: [size].
  void (*add_to_rows)(const float *_Nullable x, const float *bias, float *y, ptrdiff_t rows,
                      ptrdiff_t size);
  /// sums ← sums + Σ rows of x; sums: [size].
  void (*add_rows)(const float *x, float *sums, ptrdiff_t rows, ptrdiff_t size);
  /// y ← (x − μ)/σ·gain + bias for each row, whose μ and 1/σ go to saved,
  /// [rows, 2]; gain, bias: [size].
  void (*normalise)(const float *x, const float *gain, const float *bias, float *y, float *saved,
                    ptrdiff_t rows, ptrdiff_t size, float epsilon);
  /// dx ← first + second + the gradient of `normalise`, where `first` may be dx
  /// and `second` null; adds to the gradients of gain and bias.
  void (*normalise_backward)(const float *x, const float *gain, const float *dy,
                             const float *first, const float *_Nullable second, float *dx,
                             float *dgain, float *dbias, const float *saved, ptrdiff_t rows,
                             ptrdiff_t size);
};

#ifdef __clang__
#pragma clang assume_nonnull end
#endif

#endif
