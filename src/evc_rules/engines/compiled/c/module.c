/* The two types that Python sees: a Core, which is a compiled circuit, and a Read, which is a dossier under it. */
#include "core.h"

#define FORM 2   /* of the tables and hooks; native.py takes no other */

/* Core */

static void codes_free(Codes *codes) {
    PyMem_Free(codes->code);
}

static void held_by(Held **held, Py_ssize_t count) {
    for (Py_ssize_t i = 0; held && i < count; i++) {
        Py_XDECREF(held[i]);
    }
    PyMem_Free(held);
}

static void speaking_free(Speaking *each, Py_ssize_t count) {
    for (Py_ssize_t i = 0; i < count; i++) {
        PyMem_Free(each[i].vectors);
    }
    PyMem_Free(each);
}

static void counted_free(Core *core) {
    for (Py_ssize_t i = 0; i < core->counted_count; i++) {
        for (Py_ssize_t j = 0; j < core->counted[i].count; j++) {
            Meter *meter = &core->counted[i].meters[j];
            for (Py_ssize_t k = 0; k < meter->count; k++) {
                Py_DECREF(meter->tells[k].unit);
            }
            PyMem_Free(meter->tells);
        }
        PyMem_Free(core->counted[i].meters);
    }
    PyMem_Free(core->counted);
}

static void core_free(PyObject *self) {
    Core *core = (Core *)self;
    PyObject *objects[] = {core->hooks, core->kinds,  core->judged, core->spoken, core->named,   core->facts,
                           core->leaves, core->of,    core->blank,  core->told,   core->trace,   core->asked};
    word *words[] = {core->kept_masks, core->masks,     core->blank_bits,  core->blank_vectors,
                     core->hanging,    core->differing, core->of_verdicts};
    held_by(core->assessments, core->vectors * core->leaves_count);
    held_by(core->judgements, core->nodes);
    for (Py_ssize_t i = 0; core->kept && i < KEPT; i++) {
        Py_XDECREF(core->kept[i]);
    }
    PyMem_Free(core->kept);
    PyMem_Free(core->hashes);
    for (int i = 0; core->weighed && i < AMOUNTS; i++) {
        Py_XDECREF(core->weighed[i].amount);
    }
    PyMem_Free(core->weighed);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        PyMem_Free(words[i]);
    }
    counted_free(core);
    speaking_free(core->tested, core->tested_count);
    speaking_free(core->covered, core->covered_count);
    PyMem_Free(core->ups);
    PyMem_Free(core->downs);
    for (Py_ssize_t i = 0; i < core->rulesets; i++) {
        codes_free(&core->asks[i]);
    }
    PyMem_Free(core->asks);
    codes_free(&core->program);
    codes_free(&core->slot);
    codes_free(&core->cones);
    codes_free(&core->screen_set);
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        Py_XDECREF(objects[i]);
    }
    PyObject_Free(self);
}

static PyObject *core_new(PyTypeObject *type, PyObject *args, PyObject *named) {
    (void)type;
    PyObject *tables, *hooks;
    static char *names[] = {"tables", "hooks", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, named, "O!O", names, &PyDict_Type, &tables, &hooks)) {
        return NULL;
    }
    Core *core = PyObject_New(Core, &CoreType);
    if (!core) {
        return NULL;
    }
    memset((char *)core + offsetof(Core, hooks), 0, sizeof(Core) - offsetof(Core, hooks));
    Py_INCREF(hooks);
    core->hooks = hooks;
    if (build(core, tables)) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_SystemError, "tables of another form");
        }
        Py_CLEAR(core);
    }
    return (PyObject *)core;
}

static PyObject *core_read(PyObject *self, PyObject *prepared) {
    Read *read = PyObject_New(Read, &ReadType);
    if (!read) {
        return NULL;
    }
    memset((char *)read + offsetof(Read, core), 0, sizeof(Read) - offsetof(Read, core));
    Py_INCREF(self);
    read->core = (Core *)self;
    Py_INCREF(prepared);
    read->prepared = prepared;
    int right = read_dossier(read);
    if (right == 1 && !settle(read)) {
        return (PyObject *)read;
    }
    Py_DECREF(read);
    if (right == 0) {
        Py_RETURN_NONE;
    }
    if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_SystemError, "a dossier could not be read");
    }
    return NULL;
}

/* Read */

static void read_free(PyObject *self) {
    Read *read = (Read *)self;
    for (Py_ssize_t i = 0; i < read->gaps_count; i++) {
        Py_DECREF(read->gaps[i].row);
    }
    for (Py_ssize_t i = 0; read->covers && i < read->taken * read->core->sets; i++) {
        PyMem_Free(read->covers[i]);
    }
    for (Py_ssize_t i = 0; i < read->taken; i++) {
        Thing *thing = &read->things[i];
        Py_XDECREF(thing->kind);
        Py_XDECREF(thing->name);
        Py_XDECREF(thing->carrier);
        Py_XDECREF(thing->keys);
        Py_XDECREF(thing->doubt);
    }
    PyMem_Free(read->gaps);
    PyMem_Free(read->things);
    PyMem_Free(read->values);
    PyMem_Free(read->block);
    PyMem_Free(read->covers);
    PyMem_Free(read->added);
    Py_XDECREF(read->local);
    Py_XDECREF(read->applicant_keys);
    Py_XDECREF(read->dossier);
    Py_XDECREF(read->prepared);
    Py_XDECREF(read->core);
    PyObject_Free(self);
}

typedef PyObject *(*Telling)(Read *, Py_ssize_t);

static PyObject *of_ruleset(PyObject *self, PyObject *place, Telling tell) {
    Read *read = (Read *)self;
    Py_ssize_t number = PyLong_AsSsize_t(place);
    if (number == -1 && PyErr_Occurred()) {
        return NULL;
    }
    if (number < 0 || number >= read->core->rulesets) {
        PyErr_SetString(PyExc_IndexError, "no such ruleset");
        return NULL;
    }
    return tell(read, number);
}

static PyObject *read_statuses(PyObject *self, PyObject *place) {
    return of_ruleset(self, place, statuses_of);
}

static PyObject *read_questions(PyObject *self, PyObject *place) {
    return of_ruleset(self, place, questions_of);
}

static PyObject *read_sides(PyObject *self, PyObject *place) {
    return of_ruleset(self, place, sides_of);
}

static PyObject *read_traces(PyObject *self, PyObject *args) {
    Read *read = (Read *)self;
    Py_ssize_t place;
    PyObject *later;
    if (!PyArg_ParseTuple(args, "nO", &place, &later)) {
        return NULL;
    }
    if (place < 0 || place >= read->core->rulesets) {
        PyErr_SetString(PyExc_IndexError, "no such ruleset");
        return NULL;
    }
    return traces_of(read, place, later);
}

static PyMethodDef core_methods[] = {
    {"read", core_read, METH_O, "A prepared dossier under these rulesets; None when it is left to Python."},
    {NULL, NULL, 0, NULL},
};

static PyMethodDef read_methods[] = {
    {"statuses", read_statuses, METH_O, "The statuses of all leaves under a ruleset."},
    {"questions", read_questions, METH_O, "The open questions of a ruleset, each with the leaves that wait for it."},
    {"traces", read_traces, METH_VARARGS, "The traces of all leaves under a ruleset; their rules are made later."},
    {"sides", read_sides, METH_O, "Where a ruleset grants surely, grants maybe, bars surely, bars maybe."},
    {NULL, NULL, 0, NULL},
};

PyTypeObject CoreType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "evc_rules.engines.compiled._core.Core",
    .tp_doc = "Rulesets as the core follows them.",
    .tp_basicsize = sizeof(Core),
    .tp_dealloc = core_free,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = core_methods,
    .tp_new = core_new,
};

PyTypeObject ReadType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "evc_rules.engines.compiled._core.Read",
    .tp_doc = "One dossier under all rulesets.",
    .tp_basicsize = sizeof(Read),
    .tp_dealloc = read_free,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = read_methods,
};

static PyMethodDef methods[] = {
    {"keys", (PyCFunction)(void (*)(void))keys_of, METH_FASTCALL, "What is known of a thing, as plain values."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "evc_rules.engines.compiled._core",
    .m_doc = "The compiled engine's inner loops.",
    .m_size = -1,
    .m_methods = methods,
};

PyMODINIT_FUNC PyInit__core(void) {
    PyTypeObject *types[] = {&CoreType, &ReadType, &RowType, &RunsType, &HeldType, &LeavesType, &KindType};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (PyType_Ready(types[i])) {
            return NULL;
        }
    }
    PyObject *module = PyModule_Create(&definition);
    if (!module) {
        return NULL;
    }
    Py_INCREF(&CoreType);
    if (PyModule_AddObject(module, "Core", (PyObject *)&CoreType) || PyModule_AddIntConstant(module, "FORM", FORM)) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
