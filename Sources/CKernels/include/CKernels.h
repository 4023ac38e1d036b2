#ifndef RAPPORT_CKERNELS_H
#define RAPPORT_CKERNELS_H

#include "activations.h"
#include "als.h"
#include "attention.h"
#include "catalogue.h"
#include "digest.h"
#include "logistic.h"
#include "losses.h"
#include "memory.h"
#include "products.h"
#include "quantized.h"
#include "ranking.h"
#include "recurrent.h"
#include "rows.h"
#include "updates.h"
#include "vectors.h"
#include "windows.h"

// The hot loops of the engine, compiled once for every kind of processor.
//
// A level is a set of instructions. Every kernel exists at every level and
// computes the same function; results differ in the last bits, because only
// the higher levels fuse a multiplication and an addition.

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

enum kernel_level {
  KERNEL_LEVEL_BASELINE = 0,  // x86-64 with SSE2; whatever the target is on others
  KERNEL_LEVEL_AVX2 = 1,      // x86-64-v3: AVX2 and FMA
  KERNEL_LEVEL_AVX512 = 2,    // x86-64-v4: AVX-512 F, BW, CD, DQ and VL
};

/// The kernels of one level, by family.
struct kernel_table {
  struct activation_kernels activations;
  struct als_kernels als;
  struct attention_kernels attention;
  struct catalogue_kernels catalogue;
  struct logistic_kernels logistic;
  struct loss_kernels losses;
  struct product_kernels products;
  struct quantized_kernels quantized;
  struct ranking_kernels ranking;
  struct recurrent_kernels recurrent;
  struct row_kernels rows;
  struct update_kernels updates;
  struct vector_kernels vectors;
  struct window_kernels windows;
};

/// The highest level that this processor runs.
enum kernel_level kernel_level_of_processor(void);

/// The kernels of a level, or null where this build has none for it.
///
/// Calling one above `kernel_level_of_processor()` ends the program by an
/// illegal instruction.
const struct kernel_table *_Nullable kernel_table_at(enum kernel_level level);

#ifdef __clang__
#pragma clang assume_nonnull end
#endif

#endif
