#ifndef RAPPORT_CKERNELS_DIGEST_H
#define RAPPORT_CKERNELS_DIGEST_H

#include <stddef.h>
#include <stdint.h>

/// Takes whole blocks of 64 bytes into the eight words of a SHA-256 state.
void sha256_add_blocks(uint32_t *_Nonnull state, const uint8_t *_Nonnull bytes, size_t blocks);

#endif
