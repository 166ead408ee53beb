/* Kinds of things, and what screens say of values: asked of Python once, and kept. */
#include "core.h"

#include <datetime.h>
#include <stdarg.h>

#define MOST_ROWS 20000

PyObject *ask(Core *core, const char *hook, const char *form, ...) {
    PyObject *found = NULL;
    va_list given;
    va_start(given, form);
    PyObject *function = PyObject_GetAttrString(core->hooks, hook);
    PyObject *told = function ? Py_VaBuildValue(form, given) : NULL;
    va_end(given);
    if (told) {
        found = PyObject_CallObject(function, told);
    }
    Py_XDECREF(told);
    Py_XDECREF(function);
    return found;
}

/* Days */

/* Whether it is a day and nothing more (no moment). */
int is_day(PyObject *value) {
    return is_date(value) && PyDate_CheckExact(value);
}

int is_date(PyObject *value) {
    if (!PyDateTimeAPI) {
        PyDateTime_IMPORT;
        if (!PyDateTimeAPI) {
            PyErr_Clear();
            return 0;
        }
    }
    return value && PyDate_Check(value);
}

/* The number of a day, as Python's date.toordinal has it. */
int day_of(PyObject *date) {
    static const int before[] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    int year = PyDateTime_GET_YEAR(date), month = PyDateTime_GET_MONTH(date), past = year - 1;
    int leap = month > 2 && (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    return past * 365 + past / 4 - past / 100 + past / 400 + before[month] + leap + PyDateTime_GET_DAY(date);
}

/* Rows */

static Row *row_from(Core *core, PyObject *bytes) {
    Py_ssize_t wide = core->wide;
    if (!PyBytes_Check(bytes) || PyBytes_GET_SIZE(bytes) != 24 * wide) {
        PyErr_SetString(PyExc_SystemError, "a row of another length");
        return NULL;
    }
    Row *row = PyObject_NewVar(Row, &RowType, 3 * wide);
    if (row) {
        words_of(row->bits, (const unsigned char *)PyBytes_AS_STRING(bytes), 3 * wide);
        row->gapped = any(row->bits + 2 * wide, wide);
    }
    return row;
}

static Row *asked(Core *core, Column *column, PyObject *value) {
    PyObject *bytes = ask(core, "row", "(OO)", column->rows, value);
    Row *row = bytes ? row_from(core, bytes) : NULL;
    Py_XDECREF(bytes);
    return row;
}

/* Take over the runs of days that Python has found so far. */
static int refresh(Core *core, Column *column) {
    PyObject *told = ask(core, "runs", "(O)", column->rows);
    if (!told) {
        return -1;
    }
    Py_ssize_t count = PyList_Check(told) ? PyList_GET_SIZE(told) : 0;
    Runs *runs = PyObject_New(Runs, &RunsType);
    if (!runs) {
        Py_DECREF(told);
        return -1;
    }
    runs->count = 0;
    runs->lows = PyMem_Calloc((size_t)count + 1, sizeof(int));
    runs->highs = PyMem_Calloc((size_t)count + 1, sizeof(int));
    runs->rows = PyMem_Calloc((size_t)count + 1, sizeof(Row *));
    int right = runs->lows && runs->highs && runs->rows;
    if (!right) {
        PyErr_NoMemory();
    }
    for (Py_ssize_t i = 0; right && i < count; i++) {
        PyObject *bytes;
        right = PyArg_ParseTuple(PyList_GET_ITEM(told, i), "iiO", &runs->lows[i], &runs->highs[i], &bytes);
        runs->rows[i] = right ? row_from(core, bytes) : NULL;
        right = runs->rows[i] != NULL;
        runs->count += right;
    }
    Py_DECREF(told);
    if (!right) {
        Py_DECREF(runs);
        return -1;
    }
    Runs *before = column->runs;
    column->runs = runs;
    Py_XDECREF(before);
    return 0;
}

static Row *row_of_day(Core *core, Column *column, PyObject *date) {
    int day = day_of(date);
    Runs *runs = column->runs;
    if (runs && runs->count) {
        Py_ssize_t low = 0, high = runs->count;  /* the last run that begins on this day or before */
        while (high - low > 1) {
            Py_ssize_t middle = (low + high) / 2;
            if (runs->lows[middle] <= day) {
                low = middle;
            } else {
                high = middle;
            }
        }
        if (runs->lows[low] <= day && day <= runs->highs[low]) {
            Row *row = runs->rows[low];
            Py_INCREF(row);
            return row;
        }
    }
    Row *row = asked(core, column, date);
    if (row && refresh(core, column)) {
        Py_CLEAR(row);
    }
    return row;
}

/* The row of a value that was looked up before, or of which Python is asked now. */
static Row *looked_up(Core *core, Column *column, PyObject *known, PyObject *key, PyObject *value) {
    Row *row = (Row *)PyDict_GetItemWithError(known, key);
    if (row || PyErr_Occurred()) {
        Py_XINCREF(row);
        return row;
    }
    row = asked(core, column, value);
    if (row && PyDict_GET_SIZE(known) < MOST_ROWS && PyDict_SetItem(known, key, (PyObject *)row)) {
        Py_CLEAR(row);
    }
    return row;
}

/* The row of several codes: a test for some of them holds when it does of one, a test for none when of all. */
static Row *row_of_codes(Core *core, Column *column, PyObject *codes) {
    Py_ssize_t wide = core->wide, both = 2 * wide;
    const word *others = column->tested + wide, *some = others + both, *none = some + both;
    Row *found = PyObject_NewVar(Row, &RowType, 3 * wide);
    PyObject *each = found ? PyObject_GetIter(codes) : NULL, *code;
    if (!each) {
        Py_XDECREF(found);
        return NULL;
    }
    memset(found->bits, 0, (size_t)both * sizeof(word));
    word *every = PyMem_Malloc((size_t)both * sizeof(word));
    if (every) {
        memset(every, 0xff, (size_t)both * sizeof(word));
    } else {
        PyErr_NoMemory();
    }
    while (every && (code = PyIter_Next(each))) {
        PyObject *single = NULL;
        Row *row = (Row *)PyDict_GetItemWithError(column->codes, code);
        Py_XINCREF(row);
        if (!row && !PyErr_Occurred()) {
            PyObject *one = PyTuple_Pack(1, code);
            single = one ? PyFrozenSet_New(one) : NULL;
            Py_XDECREF(one);
            row = single ? looked_up(core, column, column->codes, code, single) : NULL;
        }
        for (Py_ssize_t w = 0; row && w < both; w++) {
            found->bits[w] |= row->bits[w];
            every[w] &= row->bits[w];
        }
        int failed = !row;
        Py_XDECREF(row);
        Py_XDECREF(single);
        Py_DECREF(code);
        if (failed) {
            break;
        }
    }
    Py_DECREF(each);
    if (PyErr_Occurred()) {
        PyMem_Free(every);
        Py_DECREF(found);
        return NULL;
    }
    for (Py_ssize_t w = 0; w < both; w++) {
        found->bits[w] = others[w] | (found->bits[w] & some[w]) | (every[w] & none[w]);
    }
    for (Py_ssize_t w = 0; w < wide; w++) {
        found->bits[both + w] = found->bits[wide + w] & ~found->bits[w] & column->tested[w];
    }
    found->gapped = any(found->bits + both, wide);
    PyMem_Free(every);
    return found;
}

Row *row_of(Core *core, Column *column, PyObject *value) {
    Row *row = !value ? column->absent : value == Py_Ellipsis ? column->unknown : NULL;
    if (row) {
        Py_INCREF(row);
        return row;
    }
    if (column->ordered && is_day(value)) {
        return row_of_day(core, column, value);
    }
    if (column->codes && PyFrozenSet_CheckExact(value) && PySet_GET_SIZE(value) > 1) {
        return row_of_codes(core, column, value);
    }
    return looked_up(core, column, column->known, value, value);
}

Leaves *leaves_from(Core *core, PyObject *bytes) {
    if (!PyBytes_Check(bytes) || PyBytes_GET_SIZE(bytes) != 8 * core->deep) {
        PyErr_SetString(PyExc_SystemError, "leaves of another number");
        return NULL;
    }
    Leaves *found = PyObject_NewVar(Leaves, &LeavesType, core->deep);
    if (found) {
        words_of(found->bits, (const unsigned char *)PyBytes_AS_STRING(bytes), core->deep);
    }
    return found;
}

/* Kinds */

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
    column->absent = !by_code || column->codes ? asked(core, column, Py_None) : NULL;
    column->unknown = column->absent ? asked(core, column, Py_Ellipsis) : NULL;
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

/* Types. None of these can be part of a circle: what they hold of Python are names, tables and questions. */

static void row_free(PyObject *self) {
    PyObject_Free(self);
}

static void runs_free(PyObject *self) {
    Runs *runs = (Runs *)self;
    for (Py_ssize_t i = 0; i < runs->count; i++) {
        Py_DECREF(runs->rows[i]);
    }
    PyMem_Free(runs->lows);
    PyMem_Free(runs->highs);
    PyMem_Free(runs->rows);
    PyObject_Free(self);
}

static void held_free(PyObject *self) {
    Py_DECREF(((Held *)self)->question);
    PyObject_Free(self);
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

#define TYPE(NAME, SIZE, EACH, FREE)                                                                                   \
    PyTypeObject NAME##Type = {                                                                                        \
        PyVarObject_HEAD_INIT(NULL, 0).tp_name = "evc_rules.engines.compiled._core." #NAME,                            \
        .tp_basicsize = SIZE, .tp_itemsize = EACH, .tp_dealloc = FREE, .tp_flags = Py_TPFLAGS_DEFAULT,                 \
    }

TYPE(Row, offsetof(Row, bits), sizeof(word), row_free);
TYPE(Leaves, offsetof(Leaves, bits), sizeof(word), row_free);
TYPE(Runs, sizeof(Runs), 0, runs_free);
TYPE(Held, sizeof(Held), 0, held_free);
TYPE(Kind, sizeof(Kind), 0, kind_free);
