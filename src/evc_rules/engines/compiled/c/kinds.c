/* Kinds of things, with what is asked of each: told by Python when one first turns up. */
#include "core.h"

static int column_from(Core *core, Column *column, PyObject *told) {
    PyObject *tested, *codes;
    if (!PyArg_ParseTuple(told, "OOpSO", &column->attribute, &column->rows, &column->ordered, &tested, &codes)) {
        column->attribute = column->rows = NULL;
        return -1;
    }
    Py_INCREF(column->attribute);
    Py_INCREF(column->rows);
    Py_ssize_t wide = core->wide;
    int by_code = PyBytes_Check(codes);
    if (PyBytes_GET_SIZE(tested) != 8 * wide || (by_code && PyBytes_GET_SIZE(codes) != 48 * wide)) {
        PyErr_SetString(PyExc_SystemError, "a column of another circuit");
        return -1;
    }
    column->tested = PyMem_Calloc(7 * (size_t)wide + 1, sizeof(word));
    column->known = PyDict_New();
    if (!column->known || !column->tested) {
        PyErr_NoMemory();
        return -1;
    }
    words_of(column->tested, (const unsigned char *)PyBytes_AS_STRING(tested), wide);
    if (by_code) {
        words_of(column->tested + wide, (const unsigned char *)PyBytes_AS_STRING(codes), 6 * wide);
        column->codes = PyDict_New();
    }
    column->absent = !by_code || column->codes ? asked_row(core, column, Py_None) : NULL;
    column->unknown = column->absent ? asked_row(core, column, Py_Ellipsis) : NULL;
    return column->unknown ? 0 : -1;
}

static int adds_from(Adds *adds, PyObject *told) {
    PyObject *bounds;
    if (!PyArg_ParseTuple(told, "pOpO", &adds->declared, &adds->unit, &adds->none, &bounds)) {
        adds->unit = NULL;
        return -1;
    }
    Py_INCREF(adds->unit);
    adds->odd = bounds == Py_None;
    long long low[2] = {0}, high[2] = {0};
    if (!adds->odd && !PyArg_ParseTuple(bounds, "LLpLLp", &low[0], &high[0], &adds->endless[0], &low[1], &high[1],
                                        &adds->endless[1])) {
        return -1;
    }
    for (int i = 0; i < 2; i++) {
        adds->low[i] = low[i];
        adds->high[i] = high[i];
    }
    return 0;
}

static int covering_from(Kind *kind, Py_ssize_t set, PyObject *told) {
    Py_ssize_t count = PyTuple_Check(told) ? PyTuple_GET_SIZE(told) : 0;
    Covering *each = PyMem_Calloc((size_t)count + 1, sizeof(Covering));
    if (!each) {
        PyErr_NoMemory();
        return -1;
    }
    kind->covering[set] = each;
    for (Py_ssize_t i = 0; i < count; i++) {
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(told, i), "Oi", &each[i].name, &each[i].mode)) {
            return -1;
        }
        Py_INCREF(each[i].name);
        kind->covering_count[set] = i + 1;
    }
    return 0;
}

static int fill(Core *core, Kind *kind, PyObject *told) {
    PyObject *about, *columns, *adds, *covering;
    if (!PyArg_ParseTuple(told, "SO!O!O!pO", &about, &PyTuple_Type, &columns, &PyTuple_Type, &adds, &PyTuple_Type,
                          &covering, &kind->spans, &kind->dated)) {
        kind->dated = NULL;
        return -1;
    }
    Py_INCREF(kind->dated);
    Py_ssize_t count = PyTuple_GET_SIZE(columns);
    kind->about = PyMem_Calloc(2 * (size_t)core->wide + 1, sizeof(word));
    kind->columns = PyMem_Calloc((size_t)count + 1, sizeof(Column));
    kind->adds = PyMem_Calloc((size_t)PyTuple_GET_SIZE(adds) + 1, sizeof(Adds));
    kind->covering = PyMem_Calloc((size_t)PyTuple_GET_SIZE(covering) + 1, sizeof(Covering *));
    kind->covering_count = PyMem_Calloc((size_t)PyTuple_GET_SIZE(covering) + 1, sizeof(Py_ssize_t));
    if (!kind->about || !kind->columns || !kind->adds || !kind->covering || !kind->covering_count) {
        PyErr_NoMemory();
        return -1;
    }
    if (PyBytes_GET_SIZE(about) != 16 * core->wide || PyTuple_GET_SIZE(covering) != core->sets ||
        PyTuple_GET_SIZE(adds) != PyTuple_GET_SIZE(core->of)) {
        PyErr_SetString(PyExc_SystemError, "a kind of another circuit");
        return -1;
    }
    words_of(kind->about, (const unsigned char *)PyBytes_AS_STRING(about), 2 * core->wide);
    for (Py_ssize_t i = 0; i < count; i++) {
        kind->columns_count = i + 1;
        if (column_from(core, &kind->columns[i], PyTuple_GET_ITEM(columns, i))) {
            return -1;
        }
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(adds); i++) {
        kind->adds_count = i + 1;
        if (adds_from(&kind->adds[i], PyTuple_GET_ITEM(adds, i))) {
            return -1;
        }
    }
    for (Py_ssize_t i = 0; i < core->sets; i++) {
        kind->sets_count = i + 1;
        if (covering_from(kind, i, PyTuple_GET_ITEM(covering, i))) {
            return -1;
        }
    }
    return 0;
}

/* The kind of this name; made of what Python tells of it when it first turns up. */
Kind *kind_of(Core *core, PyObject *name, PyObject *carrier) {
    Kind *kind = (Kind *)PyDict_GetItemWithError(core->kinds, name);
    if (kind || PyErr_Occurred()) {
        Py_XINCREF(kind);
        return kind;
    }
    PyObject *told = ask(core, "kind", "(OO)", name, carrier);
    if (!told) {
        return NULL;
    }
    kind = PyObject_New(Kind, &KindType);
    if (kind) {
        memset((char *)kind + offsetof(Kind, name), 0, sizeof(Kind) - offsetof(Kind, name));
        Py_INCREF(name);
        kind->name = name;
        if (fill(core, kind, told) || PyDict_SetItem(core->kinds, name, (PyObject *)kind)) {
            Py_CLEAR(kind);
        }
    }
    Py_DECREF(told);
    return kind;
}

static void kind_free(PyObject *self) {
    Kind *kind = (Kind *)self;
    for (Py_ssize_t i = 0; i < kind->columns_count; i++) {
        Column *one = &kind->columns[i];
        Py_XDECREF(one->attribute);
        Py_XDECREF(one->rows);
        Py_XDECREF(one->known);
        Py_XDECREF(one->codes);
        PyMem_Free(one->tested);
        Py_XDECREF(one->absent);
        Py_XDECREF(one->unknown);
        Py_XDECREF(one->runs);
    }
    for (Py_ssize_t i = 0; i < kind->adds_count; i++) {
        Py_XDECREF(kind->adds[i].unit);
    }
    for (Py_ssize_t i = 0; i < kind->sets_count; i++) {
        for (Py_ssize_t j = 0; j < kind->covering_count[i]; j++) {
            Py_XDECREF(kind->covering[i][j].name);
        }
        PyMem_Free(kind->covering[i]);
    }
    PyMem_Free(kind->about);
    PyMem_Free(kind->columns);
    PyMem_Free(kind->adds);
    PyMem_Free(kind->covering);
    PyMem_Free(kind->covering_count);
    Py_XDECREF(kind->name);
    Py_XDECREF(kind->dated);
    PyObject_Free(self);
}

PyTypeObject KindType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "evc_rules.engines.compiled._core.Kind",
    .tp_basicsize = sizeof(Kind),
    .tp_dealloc = kind_free,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};
