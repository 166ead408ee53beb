/* The inner loops over columns. Each does what a function beside it in kernels.py does with NumPy: arrays come as
   buffers of one type each, kernels.py sees to that; what hangs on their contents is checked here. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define FORM 1 /* of the functions; kernels.py takes no other */
#define WORD 64

typedef uint64_t word;

static PyObject *outside(void) {
    PyErr_SetString(PyExc_ValueError, "arrays do not fit together");
    return NULL;
}

static void letting_go(Py_buffer *buffers, int count) {
    for (int i = 0; i < count; i++) {
        PyBuffer_Release(&buffers[i]);
    }
}

/* Rows of dossiers */

static PyObject *either(PyObject *self, PyObject *args) {
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
            out[place] |= words[i];
        }
        Py_END_ALLOW_THREADS
    }
    letting_go(b, 3);
    return beyond ? outside() : Py_NewRef(Py_None);
}

static PyObject *total(PyObject *self, PyObject *args) {
    Py_buffer b[3];
    if (!PyArg_ParseTuple(args, "y*y*w*", &b[0], &b[1], &b[2])) {
        return NULL;
    }
    const int64_t *places = b[0].buf, *amounts = b[1].buf;
    int64_t *out = b[2].buf;
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
            out[place] += amounts[i];
        }
        Py_END_ALLOW_THREADS
    }
    letting_go(b, 3);
    return beyond ? outside() : Py_NewRef(Py_None);
}

/* What passing rows add, of which some bits of a word say to which totals. */
static PyObject *added(PyObject *self, PyObject *args) {
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
static PyObject *covered(PyObject *self, PyObject *args) {
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
static PyObject *several(PyObject *self, PyObject *args) {
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

/* Words of rows */

#define NARROW(type)                                                                                                   \
    for (Py_ssize_t i = 0; i < rows; i++) {                                                                            \
        int64_t at = ((const type *)index)[i];                                                                         \
        out[i] &= masks[at < 0 ? 0 : at > last ? last : at];                                                           \
    }

static PyObject *narrowed(PyObject *self, PyObject *args) {
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
static PyObject *stepped(PyObject *self, PyObject *args) {
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

static PyObject *turned(PyObject *self, PyObject *args) {
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
static PyObject *letters(PyObject *self, PyObject *args) {
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

/* Memory */

/* Memory that is let go stays with the process: the next chunk needs as much again, and pages would have to be cleared. */
static PyObject *keep(PyObject *self, PyObject *args) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1 << 25);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"either", either, METH_VARARGS, "The bits that some row of each dossier has."},
    {"total", total, METH_VARARGS, "What the rows of each dossier add up to."},
    {"added", added, METH_VARARGS, "What rows add to the totals that bits of their words name."},
    {"covered", covered, METH_VARARGS, "What the sets of rows with a bit cover."},
    {"several", several, METH_VARARGS, "The bits that some element of each list has."},
    {"narrowed", narrowed, METH_VARARGS, "Words narrowed to the masks of classes."},
    {"stepped", stepped, METH_VARARGS, "Words narrowed to the masks of the classes of whole numbers."},
    {"turned", turned, METH_VARARGS, "The planes of words."},
    {"letters", letters, METH_VARARGS, "Planes as letters."},
    {"keep", keep, METH_NOARGS, "Keep memory that is let go."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_columns", "The inner loops over columns.", -1, methods,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__columns(void) {
    PyObject *made = PyModule_Create(&module);
    if (made && PyModule_AddIntConstant(made, "FORM", FORM) < 0) {
        Py_CLEAR(made);
    }
    return made;
}
