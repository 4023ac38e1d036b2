#ifndef RAPPORT_CKERNELS_RECURRENT_H
#define RAPPORT_CKERNELS_RECURRENT_H

#include <stddef.h>

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

// One step of a gated recurrent unit after its matrix products, whose three
// parts of `size` elements are the gates r and z and the candidate n.
struct recurrent_kernels {
  /// Turns `gates` from W·x + b into r, z and n, where `hidden` is U·h + c, keeps
  /// the third part of `hidden` in `candidate` and writes (1 − z)·n + z·h to
  /// `state`, where h is `previous`.
  void (*gru_forward)(float *gates, const float *hidden, const float *previous,
                      float *candidate, float *state, ptrdiff_t size);
  /// Writes the gradients of both products to `d_input` and `d_hidden`; of the
  /// gradient of the state in `d_state` leaves what h gets without the products.
  void (*gru_backward)(const float *gates, const float *candidate, const float *previous,
                       float *d_state, float *d_input, float *d_hidden, ptrdiff_t size);
};

#ifdef __clang__
#pragma clang assume_nonnull end
#endif

#endif
