#include "floors.h"

#if defined(__linux__) && defined(__GLIBC__)
#include <stdatomic.h>

// These replace glibc's allocator; Swift and Foundation call them too.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

static atomic_uint_fast64_t allocations;

void *malloc(size_t size) {
    atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
    return __libc_realloc(block, size);
}

uint64_t floor_allocations(void) {
    return atomic_load_explicit(&allocations, memory_order_relaxed);
}
#else
uint64_t floor_allocations(void) {
    return 0;
}
#endif
