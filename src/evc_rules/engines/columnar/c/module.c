/* The module that Python sees. */
#include "columns.h"
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define FORM 1 /* of the functions; kernels.py takes no other */

/* Memory that is let go stays with the process: the next chunk needs as much again, and pages would have to be cleared. */
static PyObject *keep(PyObject *self, PyObject *args) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1 << 25);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"either", columns_either, METH_VARARGS, "The bits that some row of each dossier has."},
    {"total", columns_total, METH_VARARGS, "What the rows of each dossier add up to."},
    {"added", columns_added, METH_VARARGS, "What rows add to the totals that bits of their words name."},
    {"ordered", columns_ordered, METH_VARARGS, "The rows of dossiers by when they begin."},
    {"spanned", columns_spanned, METH_VARARGS, "The days that rows add to those before them."},
    {"again", columns_again, METH_VARARGS, "Whether a row before one has the same key."},
    {"covered", columns_covered, METH_VARARGS, "What the sets of rows with a bit cover."},
    {"several", columns_several, METH_VARARGS, "The bits that some element of each list has."},
    {"narrowed", columns_narrowed, METH_VARARGS, "Words narrowed to the masks of classes."},
    {"stepped", columns_stepped, METH_VARARGS, "Words narrowed to the masks of the classes of whole numbers."},
    {"turned", columns_turned, METH_VARARGS, "The planes of words."},
    {"letters", columns_letters, METH_VARARGS, "Planes as letters."},
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
