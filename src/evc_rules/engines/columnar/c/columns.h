/* The inner loops over columns. Each does what a function beside it does with NumPy, see kernels.py: arrays come as
   buffers of one type each, which kernels.py sees to; what hangs on their contents is checked here. */
#ifndef COLUMNS_H
#define COLUMNS_H
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

#define WORD 64

typedef uint64_t word;

static inline PyObject *outside(void) {
    PyErr_SetString(PyExc_ValueError, "arrays do not fit together");
    return NULL;
}

static inline void letting_go(Py_buffer *buffers, int count) {
    for (int i = 0; i < count; i++) {
        PyBuffer_Release(&buffers[i]);
    }
}

PyObject *columns_either(PyObject *self, PyObject *args);
PyObject *columns_total(PyObject *self, PyObject *args);
PyObject *columns_added(PyObject *self, PyObject *args);
PyObject *columns_ordered(PyObject *self, PyObject *args);
PyObject *columns_spanned(PyObject *self, PyObject *args);
PyObject *columns_again(PyObject *self, PyObject *args);
PyObject *columns_covered(PyObject *self, PyObject *args);
PyObject *columns_several(PyObject *self, PyObject *args);
PyObject *columns_narrowed(PyObject *self, PyObject *args);
PyObject *columns_stepped(PyObject *self, PyObject *args);
PyObject *columns_turned(PyObject *self, PyObject *args);
PyObject *columns_letters(PyObject *self, PyObject *args);

#endif
