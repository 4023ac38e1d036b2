#ifndef RAPPORT_CKERNELS_WINDOWS_H
#define RAPPORT_CKERNELS_WINDOWS_H

#include <stddef.h>

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

/// A window over rows of `size` elements: `width` of them follow one another,
/// and `height` such runs start `stride` elements apart.
struct window_shape {
  ptrdiff_t height, width, stride, size;
};

struct window_kernels {
  /// y ← the greatest of each column.
  void (*maximum)(const float *x, float *y, struct window_shape window);
  /// Adds dy to the first element of dx in each column whose x is y.
  void (*maximum_backward)(const float *x, const float *y, const float *dy, float *dx,
                           struct window_shape window);
};

#ifdef __clang__
#pragma clang assume_nonnull end
#endif

#endif
