#ifndef RAPPORT_CSEEDDATA_H
#define RAPPORT_CSEEDDATA_H

#include <stddef.h>

// The files of seed-data/, embedded so that `rapport demo` needs nothing beside
// the binary.

const unsigned char *rapport_seed_customers(size_t *size);
const unsigned char *rapport_seed_products(size_t *size);
const unsigned char *rapport_seed_interactions(size_t *size);
const unsigned char *rapport_seed_faq(size_t *size);

#endif
