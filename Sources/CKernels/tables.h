#ifndef RAPPORT_CKERNELS_TABLES_H
#define RAPPORT_CKERNELS_TABLES_H

#include "include/CKernels.h"

extern const struct kernel_table baseline_kernel_table;
extern const struct kernel_table avx2_kernel_table;
extern const struct kernel_table avx512_kernel_table;

#endif
