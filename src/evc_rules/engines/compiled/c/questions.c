/* Questions: each held once, with its hash, and asked for once, with the leaves that wait for it. */
#include "asked.h"

static size_t slot_of(const Asked *asked, const Held *held) {
    size_t last = 2 * (size_t)asked->room - 1;
    size_t at = (((size_t)held >> 4) * (size_t)UINT64_C(0x9E3779B97F4A7C15)) >> 20 & last;
    while (asked->table[at] && asked->held[asked->table[at] - 1] != held) {
        at = (at + 1) & last;
    }
    return at;
}

int grow(Asked *asked) {
    Py_ssize_t room = asked->room ? 2 * asked->room : 128, deep = asked->core->deep;
    Held **held = PyMem_Realloc(asked->held, (size_t)room * sizeof(Held *));
    asked->held = held ? held : asked->held;
    word *masks = PyMem_Realloc(asked->masks, (size_t)(room * deep) * sizeof(word));
    asked->masks = masks ? masks : asked->masks;
    Py_ssize_t *table = PyMem_Calloc(2 * (size_t)room, sizeof(Py_ssize_t));
    if (!held || !masks || !table) {
        PyMem_Free(table);
        PyErr_NoMemory();
        return -1;
    }
    PyMem_Free(asked->table);
    asked->table = table;
    asked->room = room;
    for (Py_ssize_t i = 0; i < asked->count; i++) {
        table[slot_of(asked, held[i])] = i + 1;
    }
    return 0;
}

/* A question would help to settle these leaves too. It takes over the reference. */
int add(Asked *asked, Held *held, const word *leaves) {
    Py_ssize_t deep = asked->core->deep;
    if (!held) {
        return -1;
    }
    if (!any(leaves, deep)) {
        Py_DECREF(held);
        return 0;
    }
    if (asked->count == asked->room && grow(asked)) {
        Py_DECREF(held);
        return -1;
    }
    size_t at = slot_of(asked, held);
    if (asked->table[at]) {
        join(asked->masks + (asked->table[at] - 1) * deep, leaves, deep);
        Py_DECREF(held);
        return 0;
    }
    asked->held[asked->count] = held;
    memcpy(asked->masks + asked->count * deep, leaves, (size_t)deep * sizeof(word));
    asked->table[at] = ++asked->count;
    return 0;
}

static Held *hold(PyObject *question) {
    Py_hash_t hash = question ? PyObject_Hash(question) : -1;
    Held *held = hash == -1 ? NULL : PyObject_New(Held, &HeldType);
    if (held) {
        held->question = question;
        held->hash = hash;
        return held;
    }
    Py_XDECREF(question);
    return NULL;
}

#define MOST_FACTS 20000

/* The question for a fact: the same object every time, or, when there are too many, within one dossier. */
Held *fact(Asked *asked, PyObject *name, PyObject *attribute) {
    Core *core = asked->core;
    PyObject *by_name = PyDict_GetItemWithError(core->facts, attribute), *key = NULL;
    Held *held = NULL;
    if (!by_name) {
        PyObject *made = PyErr_Occurred() ? NULL : PyDict_New();
        by_name = made ? PyDict_SetDefault(core->facts, attribute, made) : NULL;
        Py_XDECREF(made);
        if (!by_name) {
            return NULL;
        }
    }
    held = (Held *)PyDict_GetItemWithError(by_name, name);
    if (!held && !PyErr_Occurred() && asked->read->local) {
        key = PyTuple_Pack(2, name, attribute);
        held = key ? (Held *)PyDict_GetItemWithError(asked->read->local, key) : NULL;
        Py_XDECREF(key);
    }
    if (held || PyErr_Occurred()) {
        Py_XINCREF(held);
        return held;
    }
    Py_INCREF(by_name);
    Held *made = hold(ask(core, "fact", "(OO)", name, attribute));
    if (made && core->facts_count < MOST_FACTS) {
        held = (Held *)PyDict_SetDefault(by_name, name, (PyObject *)made); /* whichever thread was first */
        core->facts_count += held == made;
        Py_XINCREF(held);
    } else if (made) {
        if (!asked->read->local) {
            asked->read->local = PyDict_New();
        }
        key = asked->read->local ? PyTuple_Pack(2, name, attribute) : NULL;
        held = key ? (Held *)PyDict_SetDefault(asked->read->local, key, (PyObject *)made) : NULL;
        Py_XINCREF(held);
        Py_XDECREF(key);
    }
    Py_XDECREF(made);
    Py_DECREF(by_name);
    return held;
}

/* A question that does not hang on a dossier: several nodes may ask the same, and hold it together. */
static Held *hold_once(Core *core, PyObject *question) {
    if (!question) {
        return NULL;
    }
    Held *held = (Held *)PyDict_GetItemWithError(core->asked, question);
    Py_XINCREF(held);
    if (held || PyErr_Occurred()) {
        Py_DECREF(question);
        return held;
    }
    Held *made = hold(question);
    held = made ? (Held *)PyDict_SetDefault(core->asked, made->question, (PyObject *)made) : NULL;
    Py_XINCREF(held);
    Py_XDECREF(made);
    return held;
}

/* What is kept in this place, or else what was found for it now; another thread may have been first, with the same. */
static Held *kept(Held **place, Held *held) {
    if (held && !*place) {
        Py_INCREF(held);
        *place = held;
    }
    return held;
}

/* The question for an assessment of a leaf. */
Held *assessment(Asked *asked, Py_ssize_t vector, Py_ssize_t node, Py_ssize_t leaf) {
    Core *core = asked->core;
    Held **place = &core->assessments[vector * core->leaves_count + leaf];
    if (*place) {
        Py_INCREF(*place);
        return *place;
    }
    return kept(place, hold_once(core, ask(core, "assessment", "(nn)", node, leaf)));
}

/* The question for a judgement. */
Held *judgement(Asked *asked, Py_ssize_t node) {
    Core *core = asked->core;
    Held **place = &core->judgements[node];
    if (*place) {
        Py_INCREF(*place);
        return *place;
    }
    return kept(place, hold_once(core, ask(core, "judgement", "(n)", node)));
}
