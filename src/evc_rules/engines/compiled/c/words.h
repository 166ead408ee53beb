/* Sets of bits as words of 64: what Python has as one long number. */
#ifndef EVC_WORDS_H
#define EVC_WORDS_H

#include <stdint.h>
#include <string.h>

typedef uint64_t word;

/* Have memory brought near that is looked at soon: one wait for many, not one for each. */
#if defined(__GNUC__) || defined(__clang__)
#define NEAR(PLACE) __builtin_prefetch(PLACE)
#else
#define NEAR(PLACE) ((void)(PLACE))
#endif

/* So many words hold so many bits. */
static inline Py_ssize_t words_for(Py_ssize_t bits) {
    return (bits + 63) / 64;
}

static inline int has(const word *some, Py_ssize_t place) {
    return (int)(some[place >> 6] >> (place & 63) & 1);
}

static inline void put(word *some, Py_ssize_t place) {
    some[place >> 6] |= (word)1 << (place & 63);
}

static inline void drop(word *some, Py_ssize_t place) {
    some[place >> 6] &= ~((word)1 << (place & 63));
}

static inline int any(const word *some, Py_ssize_t count) {
    word found = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        found |= some[i];
    }
    return found != 0;
}

static inline int meet(const word *one, const word *other, Py_ssize_t count) {
    word found = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        found |= one[i] & other[i];
    }
    return found != 0;
}

static inline void join(word *into, const word *some, Py_ssize_t count) {
    for (Py_ssize_t i = 0; i < count; i++) {
        into[i] |= some[i];
    }
}

/* The place of the lowest bit of a word that is not nought. */
static inline int lowest(word some) {
#if defined(__GNUC__) || defined(__clang__)
    return __builtin_ctzll(some);
#else
    int place = 0;
    while (!(some & 1)) {
        some >>= 1;
        place++;
    }
    return place;
#endif
}

/* Words out of bytes, the lowest byte first, whichever order the machine has. */
static inline void words_of(word *into, const unsigned char *bytes, Py_ssize_t count) {
    for (Py_ssize_t i = 0; i < count; i++) {
        word one = 0;
        for (int j = 7; j >= 0; j--) {
            one = one << 8 | bytes[8 * i + j];
        }
        into[i] = one;
    }
}

static inline void bytes_of(unsigned char *into, const word *some, Py_ssize_t count) {
    for (Py_ssize_t i = 0; i < count; i++) {
        for (int j = 0; j < 8; j++) {
            into[8 * i + j] = (unsigned char)(some[i] >> 8 * j);
        }
    }
}

/* Join some words into others, moved up by so many places; what moves out is lost. */
static inline void join_up(word *into, const word *some, Py_ssize_t count, Py_ssize_t steps, const word *there) {
    Py_ssize_t far = steps >> 6;
    int near = (int)(steps & 63);
    for (Py_ssize_t i = far; i < count; i++) {
        word moved = some[i - far] << near;
        if (near && i > far) {
            moved |= some[i - far - 1] >> (64 - near);
        }
        into[i] |= moved & there[i];
    }
}

static inline void join_down(word *into, const word *some, Py_ssize_t count, Py_ssize_t steps, const word *there) {
    Py_ssize_t far = steps >> 6;
    int near = (int)(steps & 63);
    for (Py_ssize_t i = 0; i + far < count; i++) {
        word moved = some[i + far] >> near;
        if (near && i + far + 1 < count) {
            moved |= some[i + far + 1] << (64 - near);
        }
        into[i] |= moved & there[i];
    }
}

#endif
