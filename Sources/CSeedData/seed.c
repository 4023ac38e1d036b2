#include "CSeedData.h"

static const unsigned char customers[] = {
#embed "../../seed-data/customers.csv"
};

static const unsigned char products[] = {
#embed "../../seed-data/products.csv"
};

static const unsigned char interactions[] = {
#embed "../../seed-data/interactions.csv"
};

static const unsigned char faq[] = {
#embed "../../seed-data/faq.jsonl"
};

const unsigned char *rapport_seed_customers(size_t *size) {
  *size = sizeof customers;
  return customers;
}

const unsigned char *rapport_seed_products(size_t *size) {
  *size = sizeof products;
  return products;
}

const unsigned char *rapport_seed_interactions(size_t *size) {
  *size = sizeof interactions;
  return interactions;
}

const unsigned char *rapport_seed_faq(size_t *size) {
  *size = sizeof faq;
  return faq;
}
