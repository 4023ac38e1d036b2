#ifndef RAPPORT_CKERNELS_RANKING_H
#define RAPPORT_CKERNELS_RANKING_H

#include <stddef.h>
#include <stdint.h>

// Queries and items of one step of a ranking, whatever the level.
enum { RANKING_QUERIES = 12, RANKING_ITEMS = 32 };

// Products of factors that may be among the best.
struct ranking_kernels {
  /// Finds the products of twelve queries and many items above the threshold of
  /// their query.
  ///
  /// A product is summed in the order of the dimensions, so where a query or an
  /// item lies does not change its bits. NaN is above nothing.
  ///
  /// - queries: [dimension, 12].
  /// - items: [panels, dimension, 32].
  /// - thresholds: one for each query.
  /// - scores: what was found, in memory for panels · 12 · 32.
  /// - places: 16 · item + query for each; the items of a query ascend.
  ///
  /// Returns how many were found.
  ptrdiff_t (*_Nonnull products_above)(const float *_Nonnull queries, const float *_Nonnull items,
                                       ptrdiff_t dimension, ptrdiff_t panels,
                                       const float *_Nonnull thresholds, float *_Nonnull scores,
                                       int32_t *_Nonnull places);
};

#endif
