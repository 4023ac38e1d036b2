#ifndef RAPPORT_COPENBLAS_SHIM_H
#define RAPPORT_COPENBLAS_SHIM_H

#include <cblas.h>

// The bindings pass 32-bit dimensions; an ILP64 build would read garbage.
_Static_assert(sizeof(blasint) == 4, "Rapport needs an LP64 OpenBLAS (libopenblas-dev)");

// Debian's cblas.h declares no LAPACK routines, though the library holds them.

// Cholesky factorisation, LAPACK 3: A = U'U or LL' in place; info > 0 names
// the leading minor that is not positive definite.
void spotrf_(const char *uplo, const blasint *n, float *a, const blasint *lda, blasint *info);
void dpotrf_(const char *uplo, const blasint *n, double *a, const blasint *lda, blasint *info);

// Inverse of a symmetric positive definite matrix from its factor.
void spotri_(const char *uplo, const blasint *n, float *a, const blasint *lda, blasint *info);
void dpotri_(const char *uplo, const blasint *n, double *a, const blasint *lda, blasint *info);

// Inverse of a triangular matrix, in place; info > 0 names a zero on the diagonal.
void strtri_(const char *uplo, const char *diag, const blasint *n, float *a, const blasint *lda,
             blasint *info);

// Product of a triangular matrix with its transpose, in place: UU' or L'L.
void slauum_(const char *uplo, const blasint *n, float *a, const blasint *lda, blasint *info);

// Solves A X = B from the factor of A.
void spotrs_(const char *uplo, const blasint *n, const blasint *nrhs, const float *a,
             const blasint *lda, float *b, const blasint *ldb, blasint *info);
void dpotrs_(const char *uplo, const blasint *n, const blasint *nrhs, const double *a,
             const blasint *lda, double *b, const blasint *ldb, blasint *info);

// QR factorisation: R replaces the upper triangle of A; lwork -1 asks for the size of work.
void dgeqrf_(const blasint *m, const blasint *n, double *a, const blasint *lda, double *tau,
             double *work, const blasint *lwork, blasint *info);

#endif
