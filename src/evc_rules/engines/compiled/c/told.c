/* From bits back to Python: statuses, vectors as numbers, leaves as tuples. */
#include "core.h"

/* The leaves of a mask. Those of masks that came by lately are kept. */
PyObject *leaves_of(Core *core, const word *mask) {
    Py_ssize_t deep = core->deep, count = 0;
    word mixed = 0;
    for (Py_ssize_t w = 0; w < deep; w++) {
        mixed = (mixed ^ mask[w]) * UINT64_C(0x9E3779B97F4A7C15);
        mixed ^= mixed >> 29;
    }
    Py_ssize_t place = (Py_ssize_t)(mixed % KEPT);
    PyObject **kept = &core->kept[place];
    word *known = core->kept_masks + place * deep;
    if (*kept && !memcmp(known, mask, (size_t)deep * sizeof(word))) {
        Py_INCREF(*kept);
        return *kept;
    }
    for (Py_ssize_t w = 0; w < deep; w++) {
        for (word left = mask[w]; left; left &= left - 1) {
            count++;
        }
    }
    PyObject *found = PyTuple_New(count);
    if (!found) {
        return NULL;
    }
    Py_ssize_t next = 0;
    for (Py_ssize_t w = 0; w < deep; w++) {
        for (word left = mask[w]; left; left &= left - 1) {
            PyObject *leaf = PyTuple_GET_ITEM(core->leaves, 64 * w + lowest(left));
            Py_INCREF(leaf);
            PyTuple_SET_ITEM(found, next++, leaf);
        }
    }
    PyObject *before = *kept;
    memcpy(known, mask, (size_t)deep * sizeof(word));
    Py_INCREF(found);
    *kept = found;
    Py_XDECREF(before);
    return found;
}

/* What is said of a leaf: whether it is granted, whether it is barred, and its statuses. */
static PyObject *said(const Read *read, Py_ssize_t place, Py_ssize_t leaf) {
    Py_ssize_t deep = read->core->deep;
    const word *side = read->sides + 4 * deep * place;
    int bits = 0;
    for (int i = 0; i < 4; i++) {
        bits |= has(side + i * deep, leaf) << i;
    }
    return PyTuple_GET_ITEM(PyTuple_GET_ITEM(read->core->told, place), bits);
}

PyObject *statuses_of(Read *read, Py_ssize_t place) {
    Core *core = read->core;
    Py_ssize_t deep = core->deep;
    const word *side = read->sides + 4 * deep * place;
    PyObject *found = PyDict_Copy(PyTuple_GET_ITEM(core->blank, place));
    for (Py_ssize_t w = 0; found && w < deep; w++) {
        for (word left = side[deep + w] | side[3 * deep + w]; left; left &= left - 1) {
            Py_ssize_t leaf = 64 * w + lowest(left);
            PyObject *statuses = PyTuple_GET_ITEM(said(read, place, leaf), 2);
            if (set_known(found, PyTuple_GET_ITEM(core->leaves, leaf), statuses, core->hashes[leaf])) {
                Py_CLEAR(found);
                break;
            }
        }
    }
    return found;
}

/* Set a part of a trace. The types of these were looked at when they were taken up. */
static int part(PyObject *trace, PyObject *descriptor, PyObject *value) {
    return Py_TYPE(descriptor)->tp_descr_set(descriptor, trace, value);
}

/* The traces of all leaves, of which the rules that reach them are made later. */
PyObject *traces_of(Read *read, Py_ssize_t place, PyObject *later) {
    Core *core = read->core;
    PyTypeObject *type = (PyTypeObject *)PyTuple_GET_ITEM(core->trace, 0);
    PyObject *found = dict_for(core->leaves_count);
    for (Py_ssize_t i = 0; found && i < core->leaves_count; i++) {
        PyObject *leaf = PyTuple_GET_ITEM(core->leaves, i), *told = said(read, place, i);
        PyObject *trace = type->tp_alloc(type, 0);
        int right = trace && !part(trace, PyTuple_GET_ITEM(core->trace, 1), leaf);
        for (Py_ssize_t j = 0; right && j < 3; j++) {
            right = !part(trace, PyTuple_GET_ITEM(core->trace, 2 + j), PyTuple_GET_ITEM(told, j));
        }
        if (!right || part(trace, PyTuple_GET_ITEM(core->trace, 5), later) ||
            set_known(found, leaf, trace, core->hashes[i])) {
            Py_CLEAR(found);
        }
        Py_XDECREF(trace);
    }
    return found;
}

static PyObject *number_of(const word *some, Py_ssize_t count) {
    unsigned char *bytes = PyMem_Malloc((size_t)(8 * count) + 1);
    if (!bytes) {
        return PyErr_NoMemory();
    }
    bytes_of(bytes, some, count);
    PyObject *found =
        PyObject_CallMethod((PyObject *)&PyLong_Type, "from_bytes", "y#s", (char *)bytes, 8 * count, "little");
    PyMem_Free(bytes);
    return found;
}

/* Where a ruleset grants surely, grants maybe, bars surely, bars maybe: four numbers. */
PyObject *sides_of(Read *read, Py_ssize_t place) {
    Py_ssize_t deep = read->core->deep;
    PyObject *found = PyTuple_New(4);
    for (Py_ssize_t i = 0; found && i < 4; i++) {
        PyObject *one = number_of(read->sides + (4 * place + i) * deep, deep);
        if (!one) {
            Py_CLEAR(found);
        } else {
            PyTuple_SET_ITEM(found, i, one);
        }
    }
    return found;
}
