/* What is known of a thing as plain values, as `Carrier.keys` has it; equal names, codes, amounts and grades are one
 * object, so that who looks them up later finds them by their address. */
#include "core.h"

#define MOST 4096   /* texts that are kept, and amounts and grades */

static PyObject *VALUE, *UNIT, *SCALE, *texts, *amounts;

static int name_all(void) {
    VALUE = VALUE ? VALUE : PyUnicode_InternFromString("value");
    UNIT = UNIT ? UNIT : PyUnicode_InternFromString("unit");
    SCALE = SCALE ? SCALE : PyUnicode_InternFromString("scale");
    texts = texts ? texts : PyDict_New();
    amounts = amounts ? amounts : PyDict_New();
    return VALUE && UNIT && SCALE && texts && amounts ? 0 : -1;
}

/* The one object for this text; whatever else it is stays what it is. */
static PyObject *one_text(PyObject *text) {
    if (PyUnicode_CheckExact(text)) {
        if (PyDict_GET_SIZE(texts) >= MOST) {
            PyDict_Clear(texts);
        }
        text = PyDict_SetDefault(texts, text, text);
    }
    Py_XINCREF(text);
    return text;
}

/* The one object for this amount or grade; it takes over the reference. */
static PyObject *one_amount(PyObject *amount) {
    if (!amount) {
        return NULL;
    }
    if (PyDict_GET_SIZE(amounts) >= MOST) {
        PyDict_Clear(amounts);
    }
    PyObject *one = PyDict_SetDefault(amounts, amount, amount);
    if (!one && PyErr_ExceptionMatches(PyExc_TypeError)) { /* a number that signals when it is looked at */
        PyErr_Clear();
        return amount;
    }
    Py_XINCREF(one);
    Py_DECREF(amount);
    return one;
}

static PyObject *part_of(PyObject *value, PyObject *first, PyObject *second, PyObject *third) {
    PyObject *one = PyObject_GetAttr(value, second), *other = one ? PyObject_GetAttr(value, third) : NULL, *made = NULL;
    if (other) {
        made = first ? PyTuple_Pack(3, first, one, other) : PyTuple_Pack(2, one, other);
    }
    Py_XDECREF(one);
    Py_XDECREF(other);
    return one_amount(made);
}

static PyObject *plain_of(PyObject *value, PyObject *amount, PyObject *grade) {
    PyObject *type = (PyObject *)Py_TYPE(value);
    if (type == amount) {
        return part_of(value, NULL, VALUE, UNIT);
    }
    return type == grade ? part_of(value, grade, VALUE, SCALE) : one_text(value);
}

static int put_in(PyObject *keys, PyObject *name, PyObject *value) {
    PyObject *text = value ? one_text(name) : NULL;
    int failed = !text || PyDict_SetItem(keys, text, value);
    Py_XDECREF(text);
    return failed;
}

/* keys(Amount, Grade, attributes, unknown) */
PyObject *keys_of(PyObject *module, PyObject *const *given, Py_ssize_t count) {
    (void)module;
    if (count != 4 || !PyTuple_Check(given[2]) || !PyTuple_Check(given[3])) {
        PyErr_SetString(PyExc_TypeError, "keys are made of two types, attributes, and what is not known");
        return NULL;
    }
    PyObject *keys = name_all() ? NULL : PyDict_New();
    for (Py_ssize_t i = 0; keys && i < PyTuple_GET_SIZE(given[3]); i++) {
        if (put_in(keys, PyTuple_GET_ITEM(given[3], i), Py_Ellipsis)) {
            Py_CLEAR(keys);
        }
    }
    for (Py_ssize_t i = 0; keys && i < PyTuple_GET_SIZE(given[2]); i++) {
        PyObject *pair = PyTuple_GET_ITEM(given[2], i), *value = NULL;
        int right = PyTuple_Check(pair) && PyTuple_GET_SIZE(pair) == 2;
        if (right) {
            value = plain_of(PyTuple_GET_ITEM(pair, 1), given[0], given[1]);
        } else {
            PyErr_SetString(PyExc_TypeError, "an attribute is a name and a value");
        }
        if (!right || put_in(keys, PyTuple_GET_ITEM(pair, 0), value)) {
            Py_CLEAR(keys);
        }
        Py_XDECREF(value);
    }
    return keys;
}
