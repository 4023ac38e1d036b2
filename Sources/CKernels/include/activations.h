#ifndef RAPPORT_CKERNELS_ACTIVATIONS_H
#define RAPPORT_CKERNELS_ACTIVATIONS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

/// A function of one variable on `count` elements.
struct activation_kernel {
  /// y ← f(x); x and y may be the same.
  void (*forward)(const float *x, float *y, ptrdiff_t count);
  /// y ← f(x), x ← f′(x).
  void (*forward_keeping_slope)(float *x, float *y, ptrdiff_t count);
  /// dx ← dx + dy·f′(x).
  void (*backward)(const float *x, const float *dy, float *dx, ptrdiff_t count);
};

struct activation_kernels {
  struct activation_kernel rectifier, tanh, sigmoid, gelu, gelu_tanh;
  /// y ← x·y.
  void (*multiply)(const float *x, float *y, ptrdiff_t count);
  /// y ← added + mask(x) with the mask of `seeds` that drops the elements whose
  /// random 32 bits are below `threshold` and scales the others; all three may
  /// be the same, and nothing is added where `added` is null.
  void (*drop)(const float *x, const float *_Nullable added, float *y, ptrdiff_t count,
               uint64_t seeds, uint32_t threshold, float scale);
};

#ifdef __clang__
#pragma clang assume_nonnull end
#endif

#endif
