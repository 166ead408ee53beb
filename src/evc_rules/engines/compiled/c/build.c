/* Taking up the tables that Python laid out. They are our own, but nothing in here may read past what it was given. */
#include "core.h"

static PyObject *table(PyObject *tables, const char *name) {
    PyObject *found = PyDict_GetItemString(tables, name);
    if (!found) {
        PyErr_Format(PyExc_SystemError, "no table '%s'", name);
    }
    return found;
}

static PyObject *list_in(PyObject *tables, const char *name) {
    PyObject *found = table(tables, name);
    if (found && !PyList_Check(found)) {
        PyErr_Format(PyExc_SystemError, "table '%s' is no list", name);
        return NULL;
    }
    return found;
}

/* Room for so many of this size, and one more, so that there is some for none; all zero. */
static void *room(Py_ssize_t count, size_t each) {
    void *found = PyMem_Calloc((size_t)count + 1, each);
    if (!found) {
        PyErr_NoMemory();
    }
    return found;
}

static int count_of(PyObject *tables, const char *name, Py_ssize_t *into) {
    PyObject *found = table(tables, name);
    *into = found ? PyLong_AsSsize_t(found) : -1;
    if (*into < 0 && !PyErr_Occurred()) {
        PyErr_Format(PyExc_SystemError, "table '%s' is less than nothing", name);
    }
    return *into < 0 ? -1 : 0;
}

static int words_from(PyObject *tables, const char *name, Py_ssize_t count, word **into) {
    PyObject *found = table(tables, name);
    if (!found) {
        return -1;
    }
    if (!PyBytes_Check(found) || (count >= 0 && PyBytes_GET_SIZE(found) != 8 * count)) {
        PyErr_Format(PyExc_SystemError, "table '%s' has another length", name);
        return -1;
    }
    count = PyBytes_GET_SIZE(found) / 8;
    *into = PyMem_Malloc((size_t)(count + 1) * sizeof(word));
    if (!*into) {
        PyErr_NoMemory();
        return -1;
    }
    words_of(*into, (const unsigned char *)PyBytes_AS_STRING(found), count);
    return 0;
}

static int codes_from(PyObject *bytes, Codes *into) {
    if (!bytes || !PyBytes_Check(bytes)) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_SystemError, "codes are bytes");
        }
        return -1;
    }
    into->count = PyBytes_GET_SIZE(bytes) / (Py_ssize_t)sizeof(int);
    into->code = PyMem_Malloc((size_t)(into->count + 1) * sizeof(int));
    if (!into->code) {
        PyErr_NoMemory();
        return -1;
    }
    memcpy(into->code, PyBytes_AS_STRING(bytes), (size_t)into->count * sizeof(int));
    return 0;
}

static int object_from(PyObject *tables, const char *name, PyTypeObject *type, PyObject **into) {
    PyObject *found = table(tables, name);
    if (found && type && !PyObject_TypeCheck(found, type)) {
        PyErr_Format(PyExc_SystemError, "table '%s' is something else", name);
        found = NULL;
    }
    *into = found;
    Py_XINCREF(found);
    return found ? 0 : -1;
}

static int steps_from(Core *core, PyObject *tables, const char *name, Step **into, Py_ssize_t *count) {
    PyObject *listed = list_in(tables, name);
    if (!listed) {
        return -1;
    }
    *into = room(PyList_GET_SIZE(listed), sizeof(Step));
    if (!*into) {
        return -1;
    }
    *count = PyList_GET_SIZE(listed);
    for (Py_ssize_t i = 0; i < *count; i++) {
        Step *one = *into + i;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(listed, i), "in", &one->steps, &one->there)) {
            return -1;
        }
        if (one->steps < 1 || one->there < 0 || one->there + core->deep > core->masks_count) {
            PyErr_SetString(PyExc_SystemError, "levels that are none");
            return -1;
        }
    }
    return 0;
}

static int speaking_from(Core *core, PyObject *tables, const char *name, Speaking **into, Py_ssize_t *count) {
    PyObject *listed = list_in(tables, name);
    if (!listed) {
        return -1;
    }
    *into = room(PyList_GET_SIZE(listed), sizeof(Speaking));
    if (!*into) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(listed); i++) {
        Speaking *one = *into + i;
        PyObject *vectors;
        *count = i + 1;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(listed, i), "nnO!", &one->screen, &one->set, &PyList_Type, &vectors)) {
            return -1;
        }
        one->vectors = room(PyList_GET_SIZE(vectors), sizeof(int));
        if (!one->vectors) {
            return -1;
        }
        one->count = PyList_GET_SIZE(vectors);
        int wrong = one->screen < 0 || one->screen >= core->screens || one->set >= core->sets;
        for (Py_ssize_t j = 0; j < one->count; j++) {
            one->vectors[j] = (int)PyLong_AsLong(PyList_GET_ITEM(vectors, j));
            wrong |= one->vectors[j] < 0 || one->vectors[j] >= core->vectors;
        }
        if (wrong) {
            PyErr_SetString(PyExc_SystemError, "vectors that are none");
            return -1;
        }
    }
    return 0;
}

static int tells_from(Core *core, Meter *meter, PyObject *listed) {
    meter->tells = room(PyList_GET_SIZE(listed), sizeof(Tell));
    if (!meter->tells) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(listed); i++) {
        Tell *one = &meter->tells[i];
        long long wanted;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(listed, i), "nLU", &one->bit, &wanted, &one->unit)) {
            one->unit = NULL;
            return -1;
        }
        Py_INCREF(one->unit);
        meter->count = i + 1;
        one->wanted = wanted;
        if (one->bit < 0 || one->bit >= 64 * core->bits) {
            PyErr_SetString(PyExc_SystemError, "a bit that is none");
            return -1;
        }
    }
    return 0;
}

static int meters_from(Core *core, Counted *counted, PyObject *listed) {
    if (!PyList_Check(listed)) {
        counted->python = 1;
        return 0;
    }
    counted->meters = room(PyList_GET_SIZE(listed), sizeof(Meter));
    if (!counted->meters) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(listed); i++) {
        Meter *one = &counted->meters[i];
        PyObject *tells;
        counted->count = i + 1;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(listed, i), "iiiO!", &one->type, &one->of, &one->day, &PyList_Type,
                              &tells) ||
            tells_from(core, one, tells)) {
            return -1;
        }
        if (one->type == TOTAL && (one->of < 0 || one->of >= PyTuple_GET_SIZE(core->of))) {
            PyErr_SetString(PyExc_SystemError, "a sum of nothing");
            return -1;
        }
    }
    return 0;
}

static int counted_from(Core *core, PyObject *tables) {
    PyObject *listed = list_in(tables, "counted");
    if (!listed) {
        return -1;
    }
    core->counted = room(PyList_GET_SIZE(listed), sizeof(Counted));
    if (!core->counted) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(listed); i++) {
        Counted *one = &core->counted[i];
        PyObject *meters;
        core->counted_count = i + 1;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(listed, i), "npO", &one->screen, &one->always, &meters) ||
            meters_from(core, one, meters)) {
            return -1;
        }
        if (one->screen < 0 || one->screen >= core->screens) {
            PyErr_SetString(PyExc_SystemError, "a screen that is none");
            return -1;
        }
    }
    return 0;
}

static int asks_from(Core *core, PyObject *tables) {
    PyObject *listed = list_in(tables, "asks");
    if (!listed) {
        return -1;
    }
    core->asks = room(PyList_GET_SIZE(listed), sizeof(Codes));
    if (!core->asks) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(listed); i++) {
        core->rulesets = i + 1;
        if (codes_from(PyList_GET_ITEM(listed, i), &core->asks[i])) {
            return -1;
        }
    }
    return 0;
}

static int leaves_from_(Core *core, PyObject *tables) {
    if (object_from(tables, "leaves", &PyTuple_Type, &core->leaves)) {
        return -1;
    }
    core->leaves_count = PyTuple_GET_SIZE(core->leaves);
    core->deep = words_for(core->leaves_count);
    core->hashes = room(core->leaves_count, sizeof(Py_hash_t));
    core->weighed = room(AMOUNTS, sizeof(Weighed));
    if (!core->hashes || !core->weighed) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < core->leaves_count; i++) {
        core->hashes[i] = PyObject_Hash(PyTuple_GET_ITEM(core->leaves, i));
        if (core->hashes[i] == -1) {
            return -1;
        }
    }
    return 0;
}

/* Whether it is a type, and what sets five parts of what is of this type. */
static int is_trace(PyObject *trace) {
    PyObject *type = PyTuple_GET_SIZE(trace) == 6 ? PyTuple_GET_ITEM(trace, 0) : NULL;
    int right = type && PyType_Check(type) && ((PyTypeObject *)type)->tp_alloc;
    for (Py_ssize_t i = 1; right && i < 6; i++) {
        right = Py_TYPE(PyTuple_GET_ITEM(trace, i)) == &PyMemberDescr_Type;
    }
    return right;
}

static int decoding_from(Core *core, PyObject *tables) {
    if (object_from(tables, "blank", &PyTuple_Type, &core->blank) ||
        object_from(tables, "told", &PyTuple_Type, &core->told) ||
        object_from(tables, "trace", &PyTuple_Type, &core->trace)) {
        return -1;
    }
    int right = PyTuple_GET_SIZE(core->blank) == core->rulesets && PyTuple_GET_SIZE(core->told) == core->rulesets &&
                is_trace(core->trace);
    for (Py_ssize_t i = 0; right && i < core->rulesets; i++) {
        PyObject *told = PyTuple_GET_ITEM(core->told, i);
        right = PyDict_CheckExact(PyTuple_GET_ITEM(core->blank, i)) && PyTuple_Check(told) &&
                PyTuple_GET_SIZE(told) == 16;
        for (Py_ssize_t bits = 0; right && bits < 16; bits++) {
            PyObject *each = PyTuple_GET_ITEM(told, bits);
            int may_be = (bits & 3) != 1 && (bits & 12) != 4; /* what surely holds may hold */
            right = !may_be || (PyTuple_Check(each) && PyTuple_GET_SIZE(each) == 3);
        }
    }
    if (!right) {
        PyErr_SetString(PyExc_SystemError, "statuses of other rulesets");
    }
    return right ? 0 : -1;
}

int build(Core *core, PyObject *tables) {
    Py_ssize_t on, applicant;
    if (count_of(tables, "screens", &core->screens) || count_of(tables, "nodes", &core->nodes) ||
        count_of(tables, "vectors", &core->vectors) || count_of(tables, "slots", &core->slots) ||
        count_of(tables, "sets", &core->sets) || count_of(tables, "temps", &core->temps) ||
        count_of(tables, "on", &on) || count_of(tables, "applicant", &applicant) || leaves_from_(core, tables)) {
        return -1;
    }
    core->on = (int)on;
    core->applicant = (int)applicant;
    core->wide = words_for(core->screens);
    core->bits = core->wide + words_for(core->nodes + 1);
    Py_ssize_t wide = core->wide;
    if (object_from(tables, "of", &PyTuple_Type, &core->of) ||
        object_from(tables, "judged", &PyDict_Type, &core->judged) || words_from(tables, "masks", -1, &core->masks) ||
        words_from(tables, "blank_bits", 2 * core->bits, &core->blank_bits) ||
        words_from(tables, "blank_vectors", 2 * core->deep * core->vectors, &core->blank_vectors) ||
        words_from(tables, "hanging", wide, &core->hanging) ||
        words_from(tables, "differing", wide, &core->differing) ||
        words_from(tables, "of_verdicts", wide, &core->of_verdicts)) {
        return -1;
    }
    core->masks_count = PyBytes_GET_SIZE(table(tables, "masks")) / 8;
    if (counted_from(core, tables) || asks_from(core, tables) || decoding_from(core, tables) ||
        speaking_from(core, tables, "tested", &core->tested, &core->tested_count) ||
        speaking_from(core, tables, "covered", &core->covered, &core->covered_count) ||
        steps_from(core, tables, "ups", &core->ups, &core->ups_count) ||
        steps_from(core, tables, "downs", &core->downs, &core->downs_count) ||
        codes_from(table(tables, "program"), &core->program) || codes_from(table(tables, "slot"), &core->slot) ||
        codes_from(table(tables, "cones"), &core->cones) ||
        codes_from(table(tables, "screen_set"), &core->screen_set)) {
        return -1;
    }
    core->assessments = PyMem_Calloc((size_t)(core->vectors * core->leaves_count) + 1, sizeof(Held *));
    core->judgements = PyMem_Calloc((size_t)core->nodes + 1, sizeof(Held *));
    core->kept = PyMem_Calloc(KEPT, sizeof(PyObject *));
    core->kept_masks = PyMem_Calloc((size_t)(KEPT * core->deep) + 1, sizeof(word));
    core->kinds = PyDict_New();
    core->spoken = PyDict_New();
    core->named = PyDict_New();
    core->facts = PyDict_New();
    core->asked = PyDict_New();
    if (!core->kept || !core->kept_masks || !core->assessments || !core->judgements || !core->kinds || !core->spoken || !core->named || !core->facts ||
        !core->asked) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}
