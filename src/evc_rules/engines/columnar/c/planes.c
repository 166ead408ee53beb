/* Words of rows, and words on their side. */
#include "columns.h"

/* Words of rows */

#define NARROW(type)                                                                                                   \
    for (Py_ssize_t i = 0; i < rows; i++) {                                                                            \
        int64_t at = ((const type *)index)[i];                                                                         \
        out[i] &= masks[at < 0 ? 0 : at > last ? last : at];                                                           \
    }

PyObject *columns_narrowed(PyObject *self, PyObject *args) {
    Py_buffer b[3];
    if (!PyArg_ParseTuple(args, "w*y*y*", &b[0], &b[1], &b[2])) {
        return NULL;
    }
    word *out = b[0].buf;
    const void *index = b[1].buf;
    const word *masks = b[2].buf;
    Py_ssize_t rows = b[0].len / 8, width = rows ? b[1].len / rows : 1;
    int64_t last = b[2].len / 8 - 1;
    int beyond = last < 0 || b[1].len != width * rows || (width != 1 && width != 2 && width != 4 && width != 8);
    if (!beyond) {
        Py_BEGIN_ALLOW_THREADS
        switch (width) {
        case 1: NARROW(int8_t) break;
        case 2: NARROW(int16_t) break;
        case 4: NARROW(int32_t) break;
        default: NARROW(int64_t)
        }
        Py_END_ALLOW_THREADS
    }
    letting_go(b, 3);
    return beyond ? outside() : Py_NewRef(Py_None);
}

/* By the class of whole numbers: of those that are near a table tells it, of others how many bounds they reach. */
PyObject *columns_stepped(PyObject *self, PyObject *args) {
    Py_buffer b[6];
    long long low;
    int missing;
    if (!PyArg_ParseTuple(args, "w*y*Ly*y*y*iy*", &b[0], &b[1], &low, &b[2], &b[3], &b[4], &missing, &b[5])) {
        return NULL;
    }
    word *out = b[0].buf;
    const uint8_t *classes = b[2].buf, *known = b[4].buf;
    const int64_t *bounds = b[3].buf;
    const word *masks = b[5].buf;
    Py_ssize_t rows = b[0].len / 8, width = rows ? b[1].len / rows : 8, far = b[3].len / 8;
    int64_t last = b[2].len - 1, most = b[5].len / 8 - 1;
    int gaps = b[4].len > 0;
    int beyond = last < 0 || most < 0 || (width != 4 && width != 8) || b[1].len != width * rows || missing > most ||
                 missing < 0 || (gaps && b[4].len != rows);
    if (!beyond) {
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; i < rows; i++) {
            int64_t value = width == 4 ? ((const int32_t *)b[1].buf)[i] : ((const int64_t *)b[1].buf)[i], at;
            if (gaps && !known[i]) {
                at = missing;
            } else {
                at = classes[value <= low ? 0 : value - low > last ? last : value - low];
                for (Py_ssize_t k = 0; k < far; k++) {
                    at += value >= bounds[k];
                }
            }
            out[i] &= masks[at > most ? most : at];
        }
        Py_END_ALLOW_THREADS
    }
    letting_go(b, 6);
    return beyond ? outside() : Py_NewRef(Py_None);
}

/* Planes */

/* Sixty-four numbers as a square of bits, turned over its diagonal: halves, then quarters, and so on. */
static void flip(word square[WORD]) {
    word mask = 0xFFFFFFFF;
    for (int by = 32; by; by >>= 1, mask ^= mask << by) {
        for (int i = 0; i < WORD; i += 2 * by) {
            for (int k = i; k < i + by; k++) {
                word swap = (square[k] >> by ^ square[k + by]) & mask;
                square[k] ^= swap << by;
                square[k + by] ^= swap;
            }
        }
    }
}

PyObject *columns_turned(PyObject *self, PyObject *args) {
    Py_buffer b[2];
    Py_ssize_t step;
    if (!PyArg_ParseTuple(args, "y*nw*", &b[0], &step, &b[1])) {
        return NULL;
    }
    const word *words = b[0].buf;
    word *out = b[1].buf;
    Py_ssize_t length = b[1].len / 8 / WORD, count = step > 0 ? (b[0].len / 8 + step - 1) / step : 0;
    int beyond = step < 1 || length * WORD < count || (length && (length - 1) * WORD >= count);
    if (!beyond) {
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t at = 0; at < length; at++) {
            word square[WORD];
            for (Py_ssize_t i = 0; i < WORD; i++) {
                Py_ssize_t from = at * WORD + i;
                square[i] = from < count ? words[from * step] : 0;
            }
            flip(square);
            for (int i = 0; i < WORD; i++) {
                out[i * length + at] = square[i];
            }
        }
        Py_END_ALLOW_THREADS
    }
    letting_go(b, 2);
    return beyond ? outside() : Py_NewRef(Py_None);
}

/* Four planes a leaf as a byte for each dossier and leaf, by a table of two leaves at a time. */
PyObject *columns_letters(PyObject *self, PyObject *args) {
    Py_buffer b[3];
    Py_ssize_t count;
    if (!PyArg_ParseTuple(args, "y*ny*w*", &b[0], &count, &b[1], &b[2])) {
        return NULL;
    }
    const word *planes = b[0].buf;
    const uint8_t *two = b[1].buf;
    uint8_t *out = b[2].buf;
    Py_ssize_t length = (count + WORD - 1) / WORD, rows = length ? b[0].len / 8 / length : 0, leaves = rows / 4;
    int beyond = count < 0 || b[0].len != rows * length * 8 || rows % 4 || b[1].len != 512 ||
                 b[2].len != count * leaves;
    if (!beyond) {
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t at = 0; at < length; at++) {
            Py_ssize_t here = count - at * WORD < WORD ? count - at * WORD : WORD;
            for (Py_ssize_t first = 0; first < rows; first += WORD) {
                word square[WORD];
                for (Py_ssize_t i = 0; i < WORD; i++) {
                    square[i] = first + i < rows ? planes[(first + i) * length + at] : 0;
                }
                flip(square);
                Py_ssize_t mine = (rows - first < WORD ? rows - first : WORD) / 4;
                for (Py_ssize_t i = 0; i < here; i++) {
                    uint8_t *text = out + (at * WORD + i) * leaves + first / 4;
                    for (Py_ssize_t k = 0; k < mine; k += 2) {
                        const uint8_t *both = two + 2 * (square[i] >> 4 * k & 0xFF);
                        text[k] = both[0];
                        if (k + 1 < mine) {
                            text[k + 1] = both[1];
                        }
                    }
                }
            }
        }
        Py_END_ALLOW_THREADS
    }
    letting_go(b, 3);
    return beyond ? outside() : Py_NewRef(Py_None);
}
