#pragma once
#include <stddef.h>
#include <stdint.h>

// libFuzzer as a library: the toolchain has it, but no header for it.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *data, size_t size));
