// Kernels that need more than their level has: the sums of products of bytes of
// AVX-512 VNNI and AVX-VNNI.

#ifndef RAPPORT_CKERNELS_VNNI_H
#define RAPPORT_CKERNELS_VNNI_H

#include "include/quantized.h"

#define baseline_scan_vnni NULL

#if defined(__x86_64__)
quantized_scan avx2_scan_vnni;
quantized_scan avx512_scan_vnni;
#endif

#endif
