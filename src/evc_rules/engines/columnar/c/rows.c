/* Rows of dossiers: what some of them have, and what they add up to. */
#include "columns.h"

/* What the words of the rows of each dossier come to: their sums, or the bits that some of them has. */
static PyObject *gathered(PyObject *args, int sums) {
    Py_buffer b[3];
    if (!PyArg_ParseTuple(args, "y*y*w*", &b[0], &b[1], &b[2])) {
        return NULL;
    }
    const int64_t *places = b[0].buf;
    const word *words = b[1].buf;
    word *out = b[2].buf;
    Py_ssize_t rows = b[0].len / 8;
    word size = (word)b[2].len / 8, beyond = b[1].len != b[0].len;
    if (!beyond) {
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; i < rows; i++) {
            word place = (word)places[i];
            if (place >= size) {
                beyond = 1;
                break;
            }
            out[place] = sums ? out[place] + words[i] : out[place] | words[i];
        }
        Py_END_ALLOW_THREADS
    }
    letting_go(b, 3);
    return beyond ? outside() : Py_NewRef(Py_None);
}

PyObject *columns_either(PyObject *self, PyObject *args) {
    return gathered(args, 0);
}

PyObject *columns_total(PyObject *self, PyObject *args) {
    return gathered(args, 1);
}

/* What passing rows add, of which some bits of a word say to which totals. */
PyObject *columns_added(PyObject *self, PyObject *args) {
    Py_buffer b[5];
    int bit, count;
    if (!PyArg_ParseTuple(args, "y*y*iiy*y*w*", &b[0], &b[1], &bit, &count, &b[2], &b[3], &b[4])) {
        return NULL;
    }
    const int64_t *places = b[0].buf, *table = b[2].buf, *amounts = b[3].buf;
    const word *words = b[1].buf;
    int64_t *out = b[4].buf;
    Py_ssize_t rows = b[0].len / 8;
    word size = (word)b[4].len / 8, mask = ((word)1 << count) - 1;
    int sums = b[3].len > 0; /* else they are counted */
    int beyond = b[1].len != b[0].len || (sums && b[3].len != b[0].len) || bit < 0 || bit + count > WORD ||
                 (word)b[2].len / 8 <= mask;
    if (!beyond) {
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; i < rows; i++) {
            word which = words[i] >> bit & mask;
            if (which) {
                word place = (word)places[i];
                if (place >= size) {
                    beyond = 1;
                    break;
                }
                out[place] += sums ? table[which] * amounts[i] : table[which];
            }
        }
        Py_END_ALLOW_THREADS
    }
    letting_go(b, 5);
    return beyond ? outside() : Py_NewRef(Py_None);
}

/* Of rows with a bit the words of the elements of their sets. */
PyObject *columns_covered(PyObject *self, PyObject *args) {
    Py_buffer b[6];
    int bit;
    Py_ssize_t width;
    if (!PyArg_ParseTuple(args, "y*y*iy*y*ny*w*", &b[0], &b[1], &bit, &b[2], &b[3], &width, &b[4], &b[5])) {
        return NULL;
    }
    const int64_t *places = b[0].buf, *offsets = b[2].buf;
    const word *words = b[1].buf, *table = b[4].buf;
    const int32_t *codes = b[3].buf;
    word *out = b[5].buf;
    Py_ssize_t rows = b[0].len / 8;
    int64_t elements = b[3].len / 4;
    int beyond = b[1].len != b[0].len || b[2].len != b[0].len + 8 || width < 1 || bit < 0 || bit >= WORD;
    if (!beyond) {
        word size = (word)(b[5].len / 8 / width), known = (word)(b[4].len / 8 / width);
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; i < rows && !beyond; i++) {
            if (!(words[i] >> bit & 1)) {
                continue;
            }
            word place = (word)places[i];
            if (place >= size || offsets[i] < 0 || offsets[i + 1] > elements) {
                beyond = 1;
                break;
            }
            for (int64_t j = offsets[i]; j < offsets[i + 1]; j++) {
                word code = (word)(int64_t)codes[j];
                if (code >= known) {
                    beyond = 1;
                    break;
                }
                for (Py_ssize_t k = 0; k < width; k++) {
                    out[place * width + k] |= table[code * width + k];
                }
            }
        }
        Py_END_ALLOW_THREADS
    }
    letting_go(b, 6);
    return beyond ? outside() : Py_NewRef(Py_None);
}

/* For each list the words of its elements. */
PyObject *columns_several(PyObject *self, PyObject *args) {
    Py_buffer b[4];
    if (!PyArg_ParseTuple(args, "y*y*y*w*", &b[0], &b[1], &b[2], &b[3])) {
        return NULL;
    }
    const int64_t *offsets = b[0].buf;
    const int32_t *codes = b[1].buf;
    const word *table = b[2].buf;
    word *out = b[3].buf;
    Py_ssize_t rows = b[3].len / 8;
    int64_t elements = b[1].len / 4;
    word known = (word)b[2].len / 8;
    int beyond = b[0].len != b[3].len + 8;
    if (!beyond) {
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; i < rows && !beyond; i++) {
            word found = 0;
            if (offsets[i] < 0 || offsets[i + 1] > elements) {
                beyond = 1;
                break;
            }
            for (int64_t j = offsets[i]; j < offsets[i + 1]; j++) {
                word code = (word)(int64_t)codes[j];
                if (code >= known) {
                    beyond = 1;
                    break;
                }
                found |= table[code];
            }
            out[i] |= found;
        }
        Py_END_ALLOW_THREADS
    }
    letting_go(b, 4);
    return beyond ? outside() : Py_NewRef(Py_None);
}
