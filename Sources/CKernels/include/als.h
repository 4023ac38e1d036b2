#ifndef RAPPORT_CKERNELS_ALS_H
#define RAPPORT_CKERNELS_ALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Alternating least squares: the vector x of one row of a matrix of
// interactions, from the factors h of its columns,
//
//     (w·G + Σ c·hhᵀ + p·I)·x = Σ c·h
//
// "size" is the dimension rounded up to sixteen; what lies between is zero.

/// What all rows of one sweep share.
struct als_side {
  /// [columns, dimension].
  const float *_Nonnull fixed;
  ptrdiff_t dimension;
  /// G, [size, size].
  const float *_Nonnull gram;
  /// w.
  float gram_weight;
};

/// The entries of a row.
struct als_row {
  const int32_t *_Nonnull columns;
  /// c, above 0.
  const float *_Nonnull confidences;
  ptrdiff_t count;
  /// How many elements of `columns` may be read, to fetch ahead; at least `count`.
  ptrdiff_t known;
  /// p.
  float penalty;
};

struct als_kernels {
  /// The elements of `scratch` that the kernels below need for a dimension:
  /// at 64-byte alignment, whatever the length of the row.
  ptrdiff_t (*_Nonnull scratch_count)(ptrdiff_t dimension);
  /// Improves x, [dimension], by steps of conjugate gradients from its present value.
  void (*_Nonnull take_steps)(const struct als_side *_Nonnull side,
                              const struct als_row *_Nonnull row, ptrdiff_t steps,
                              float *_Nonnull x, float *_Nonnull scratch);
  /// Replaces x, [dimension], by the solution; false if Float32 finds the matrix
  /// not positive definite or the solution not finite, x then being of no use.
  bool (*_Nonnull solve)(const struct als_side *_Nonnull side, const struct als_row *_Nonnull row,
                         float *_Nonnull x, float *_Nonnull scratch);
  /// Solves for `width` elements of x after the other, the rest held fixed.
  ///
  /// `predictions`, [count], is scratch. False as from `solve`, for a block.
  bool (*_Nonnull solve_blocks)(const struct als_side *_Nonnull side,
                                const struct als_row *_Nonnull row, ptrdiff_t width,
                                float *_Nonnull x, float *_Nonnull predictions,
                                float *_Nonnull scratch);
  /// Σ c·(1 − h·x)² over the entries; the rest of the sides is not read.
  double (*_Nonnull observed_loss)(const struct als_side *_Nonnull side,
                                   const struct als_row *_Nonnull row, const float *_Nonnull x,
                                   float *_Nonnull scratch);
};

#endif
