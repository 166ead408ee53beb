/* Kinds of things, with what is asked of each: told by Python when one first turns up. */
#include "core.h"

/* The place of the values of an attribute; -1 with an exception set. */
static int place_of(Kind *kind, PyObject *name) {
    PyObject *known = PyDict_GetItemWithError(kind->places, name);
    if (known || PyErr_Occurred()) {
        return known ? (int)PyLong_AsLong(known) : -1;
    }
    PyObject *place = PyLong_FromSsize_t(kind->places_count);
    int failed = !place || PyDict_SetItem(kind->places, name, place);
    Py_XDECREF(place);
    return failed ? -1 : (int)kind->places_count++;
}

enum { ODD = -3, FAILED = -2 };

/* The place of the values of a name that was not met at this address lately: -1 when nothing looks at it. */
static int placed(Kind *kind, PyObject *name) {
    if (!PyUnicode_CheckExact(name)) {
        return ODD;
    }
    Spot *spot = &kind->spots[at_address(name, SPOTS)];
    for (int i = 0; i < 3; i++, spot = spot == kind->spots + SPOTS - 1 ? kind->spots : spot + 1) {
        if (spot->name == name) {
            return spot->place;
        }
        if (!spot->name) {
            break;
        }
    }
    PyObject *known = PyDict_GetItemWithError(kind->places, name), *before = spot->name;
    if (!known && PyErr_Occurred()) {
        return FAILED;
    }
    Py_INCREF(name);
    spot->name = name;
    spot->place = known ? (int)PyLong_AsLong(known) : -1;
    Py_XDECREF(before);
    return spot->place;
}

/* Put what is known of a thing in the places of its kind. */
int lay_out(Kind *kind, PyObject *keys, PyObject **values) {
    PyObject *name, *value;
    Py_ssize_t at = 0;
    memset(values, 0, (size_t)kind->places_count * sizeof(PyObject *));
    while (PyDict_Next(keys, &at, &name, &value)) {
        const Spot *spot = &kind->spots[at_address(name, SPOTS)];
        int place = spot->name == name ? spot->place : placed(kind, name);
        if (place >= 0) {
            values[place] = value;
        } else if (place < -1) {
            return place == ODD ? 0 : -1;
        }
    }
    return 1;
}

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
    column->lately = PyMem_Calloc(LATELY, sizeof(Seen));
    column->known = PyDict_New();
    if (!column->known || !column->tested || !column->lately) {
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
        each[i].place = place_of(kind, each[i].name);
        if (each[i].place < 0) {
            return -1;
        }
    }
    return 0;
}

static int named_place(Kind *kind, const char *name) {
    PyObject *text = PyUnicode_InternFromString(name);
    int place = text ? place_of(kind, text) : -1;
    Py_XDECREF(text);
    return place;
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
    kind->places = PyDict_New();
    if (!kind->places) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        kind->columns_count = i + 1;
        if (column_from(core, &kind->columns[i], PyTuple_GET_ITEM(columns, i)) ||
            place_of(kind, kind->columns[i].attribute) != i) { /* each is tested by one column */
            return -1;
        }
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(adds); i++) {
        kind->adds_count = i + 1;
        kind->adds[i].place = place_of(kind, PyTuple_GET_ITEM(core->of, i));
        if (kind->adds[i].place < 0 || adds_from(&kind->adds[i], PyTuple_GET_ITEM(adds, i))) {
            return -1;
        }
    }
    for (Py_ssize_t i = 0; i < core->sets; i++) {
        kind->sets_count = i + 1;
        if (covering_from(kind, i, PyTuple_GET_ITEM(covering, i))) {
            return -1;
        }
    }
    kind->since = place_of(kind, kind->dated);
    kind->from = named_place(kind, "from");
    kind->to = named_place(kind, "to");
    return kind->since < 0 || kind->from < 0 || kind->to < 0 ? -1 : 0;
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
        for (int j = 0; one->lately && j < LATELY; j++) {
            Py_XDECREF(one->lately[j].value);
            Py_XDECREF(one->lately[j].row);
        }
        PyMem_Free(one->lately);
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
    for (int i = 0; i < SPOTS; i++) {
        Py_XDECREF(kind->spots[i].name);
    }
    Py_XDECREF(kind->places);
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
