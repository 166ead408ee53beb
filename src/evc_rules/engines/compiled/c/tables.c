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

Row *asked_row(Core *core, Column *column, PyObject *value) {
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
    Row *row = asked_row(core, column, date);
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
    row = asked_row(core, column, value);
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
    Seen *lately = &column->lately[at_address(value, LATELY)];
    Row *row = !value ? column->absent : value == Py_Ellipsis ? column->unknown : NULL;
    if (!row && lately->value == value) {
        row = lately->row;
    }
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
    row = looked_up(core, column, column->known, value, value);
    if (row) {
        PyObject *value_before = lately->value;
        Row *row_before = lately->row;
        Py_INCREF(value);
        Py_INCREF(row);
        lately->value = value;
        lately->row = row;
        Py_XDECREF(value_before);
        Py_XDECREF(row_before);
    }
    return row;
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

#define TYPE(NAME, SIZE, EACH, FREE)                                                                                   \
    PyTypeObject NAME##Type = {                                                                                        \
        PyVarObject_HEAD_INIT(NULL, 0).tp_name = "evc_rules.engines.compiled._core." #NAME,                            \
        .tp_basicsize = SIZE, .tp_itemsize = EACH, .tp_dealloc = FREE, .tp_flags = Py_TPFLAGS_DEFAULT,                 \
    }

TYPE(Row, offsetof(Row, bits), sizeof(word), row_free);
TYPE(Leaves, offsetof(Leaves, bits), sizeof(word), row_free);
TYPE(Runs, sizeof(Runs), 0, runs_free);
TYPE(Held, sizeof(Held), 0, held_free);
