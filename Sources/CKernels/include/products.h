#ifndef RAPPORT_CKERNELS_PRODUCTS_H
#define RAPPORT_CKERNELS_PRODUCTS_H

#include <stddef.h>

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

/// c ← bias + added + a·b, where a is [rows, inner], b [inner, columns] and c
/// [rows, columns].
struct product {
  /// Element (i, k) lies at i·a_row + k·a_column.
  const float *a;
  ptrdiff_t a_row, a_column;
  /// Element (k, j) lies at k·b_stride + j, or, transposed, at j·b_stride + k.
  const float *b;
  ptrdiff_t b_stride;
  _Bool b_transposed;
  /// Null, or [columns].
  const float *_Nullable bias;
  /// Null, or [rows, columns]; may be c.
  const float *_Nullable added;
  ptrdiff_t added_stride;
  float *c;
  ptrdiff_t c_stride;
  /// `columns` is a multiple of sixteen; of a transposed b `inner` is one too.
  ptrdiff_t rows, columns, inner;
};

// Products of matrices whose smaller one fits into the second-level cache: a
// general library would copy the larger one to have it in order.
struct product_kernels {
  /// Null at the levels whose registers are too few to make it worthwhile.
  void (*_Nullable multiply)(const struct product *product);
};

#ifdef __clang__
#pragma clang assume_nonnull end
#endif

#endif
