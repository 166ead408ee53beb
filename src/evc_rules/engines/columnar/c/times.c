/* Rows of dossiers side by side: by when they begin, and whether two are the same. */
#include "columns.h"

#define LONG 1000 /* the most rows that one is carried past */

/* The rows by dossier, which they come in, and by when they begin; false where that is not so, or takes long. */
PyObject *columns_ordered(PyObject *self, PyObject *args) {
    Py_buffer b[3];
    if (!PyArg_ParseTuple(args, "y*y*w*", &b[0], &b[1], &b[2])) {
        return NULL;
    }
    const int64_t *places = b[0].buf, *begins = b[1].buf;
    int64_t *out = b[2].buf;
    Py_ssize_t rows = b[0].len / 8;
    int beyond = b[1].len != b[0].len || b[2].len != b[0].len, able = 1;
    if (!beyond) {
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; i < rows && able; i++) {
            Py_ssize_t at = i;
            able = !i || places[i] >= places[i - 1];
            while (able && at && places[out[at - 1]] == places[i] && begins[out[at - 1]] > begins[i]) {
                out[at] = out[at - 1];
                at--;
                able = i - at < LONG;
            }
            out[at] = i;
        }
        Py_END_ALLOW_THREADS
    }
    letting_go(b, 3);
    return beyond ? outside() : PyBool_FromLong(able);
}

/* The days that rows add to those before them; for each of some bits of their words by itself. */
PyObject *columns_spanned(PyObject *self, PyObject *args) {
    Py_buffer b[8];
    int bit;
    long long most;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*iLy*w*", &b[0], &b[1], &b[2], &b[3], &b[4], &b[5], &bit, &most, &b[6],
                          &b[7])) {
        return NULL;
    }
    const int64_t *places = b[0].buf, *order = b[1].buf, *first = b[2].buf, *last = b[3].buf, *shifts = b[6].buf;
    const uint8_t *known = b[4].buf;
    const word *words = b[5].buf;
    int64_t *out = b[7].buf, reached[WORD];
    Py_ssize_t rows = b[0].len / 8, lanes = b[6].len / 8;
    word size = (word)b[7].len / 8, before = (word)-1;
    int sure = b[4].len > 0; /* else what is not known counts too */
    int beyond = bit < 0 || bit + lanes > WORD || (sure && b[4].len != rows);
    for (int i = 1; i < 6; i++) {
        beyond = beyond || (i != 4 && b[i].len != b[0].len);
    }
    if (!beyond) {
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; i < rows; i++) {
            word row = (word)order[i], place = row < (word)rows ? (word)places[row] : size;
            if (place >= size) {
                beyond = 1;
                break;
            }
            for (Py_ssize_t k = 0; place != before && k < lanes; k++) {
                reached[k] = INT64_MIN;
            }
            before = place;
            for (Py_ssize_t k = 0; k < lanes; k++) {
                if (!(words[row] >> (bit + k) & 1) || (sure && !known[row])) {
                    continue;
                }
                int64_t begin = first[row] > reached[k] ? first[row] : reached[k];
                if (last[row] > begin) {
                    out[place] += (last[row] - begin < most ? last[row] - begin : most) << shifts[k];
                }
                reached[k] = last[row] > reached[k] ? last[row] : reached[k];
            }
        }
        Py_END_ALLOW_THREADS
    }
    letting_go(b, 8);
    return beyond ? outside() : Py_NewRef(Py_None);
}

/* For each row whether one before it in the same dossier, which lie side by side, has the same key. */
PyObject *columns_again(PyObject *self, PyObject *args) {
    Py_buffer b[3];
    if (!PyArg_ParseTuple(args, "y*y*w*", &b[0], &b[1], &b[2])) {
        return NULL;
    }
    const int64_t *places = b[0].buf;
    const word *keys = b[1].buf;
    uint8_t *out = b[2].buf;
    Py_ssize_t rows = b[0].len / 8;
    int beyond = b[1].len != b[0].len || b[2].len != rows;
    if (!beyond) {
        Py_BEGIN_ALLOW_THREADS
        for (Py_ssize_t i = 0; i < rows; i++) {
            out[i] = 0;
            for (Py_ssize_t k = i - 1; k >= 0 && places[k] == places[i] && !out[i]; k--) {
                out[i] = keys[k] == keys[i];
            }
        }
        Py_END_ALLOW_THREADS
    }
    letting_go(b, 3);
    return beyond ? outside() : Py_NewRef(Py_None);
}
