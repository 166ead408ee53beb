/* What speaks of the target: verdicts, and evidence that covers it. */
#include "core.h"

static PyObject *OUTCOME, *LOW, *HIGH;

static int name_all(void) {
    if (!OUTCOME) {
        OUTCOME = PyUnicode_InternFromString("outcome");
    }
    if (!LOW) {
        LOW = PyUnicode_InternFromString("low");
    }
    if (!HIGH) {
        HIGH = PyUnicode_InternFromString("high");
    }
    return OUTCOME && LOW && HIGH ? 0 : -1;
}

/* The leaves that a verdict speaks of. */
int speak(Read *read, PyObject *verdict, int achieved, word *into) {
    Core *core = read->core;
    int right = -1;
    PyObject *ref = name_all() ? NULL : get(verdict, OUTCOME), *outcome = NULL, *low = NULL, *high = NULL, *key = NULL;
    if (ref) {
        outcome = PyObject_GetAttr(ref, OUTCOME);
        low = outcome ? PyObject_GetAttr(ref, LOW) : NULL;
        high = low ? PyObject_GetAttr(ref, HIGH) : NULL;
        key = high ? PyTuple_Pack(4, outcome, low, high, achieved ? Py_True : Py_False) : NULL;
    }
    if (key) {
        Leaves *leaves = (Leaves *)PyDict_GetItemWithError(core->spoken, key);
        Py_XINCREF(leaves);
        if (!leaves && !PyErr_Occurred()) {
            PyObject *bytes = ask(core, "speaks", "(O)", verdict);
            leaves = bytes ? leaves_from(core, bytes) : NULL;
            Py_XDECREF(bytes);
            if (leaves && PyDict_SetItem(core->spoken, key, (PyObject *)leaves)) {
                Py_CLEAR(leaves);
            }
        }
        if (leaves) {
            memcpy(into, leaves->bits, (size_t)core->deep * sizeof(word));
            Py_DECREF(leaves);
            right = 0;
        }
    }
    Py_XDECREF(ref);
    Py_XDECREF(outcome);
    Py_XDECREF(low);
    Py_XDECREF(high);
    Py_XDECREF(key);
    return right;
}

/* What verdicts say that answer to a screen: each says it where it is about the target. */
int assess(Read *read, const Speaking *asked, const char *achieved) {
    Core *core = read->core;
    Py_ssize_t deep = core->deep, wide = core->wide;
    for (Py_ssize_t w = 0; w < deep; w++) {
        word yes = 0, perhaps = 0, no = 0;
        for (Py_ssize_t place = read->shown; place < read->count; place++) {
            const word *row = read->rows + 2 * wide * place;
            if (!has(row + wide, asked->screen)) {
                continue;
            }
            word maybe = read->speaks[(place - read->shown) * deep + w];
            word surely = maybe;
            if (asked->set >= 0) {
                const word *covers = covers_of(read, place, asked->set);
                if (!covers) {
                    return -1;
                }
                surely &= covers[w];
                maybe &= covers[deep + w];
            }
            surely = has(row, asked->screen) ? surely : 0;
            if (achieved[place - read->shown]) {
                yes |= surely;
                perhaps |= maybe;
            } else {
                no |= surely;
            }
        }
        for (Py_ssize_t i = 0; i < asked->count; i++) {
            word *vector = read->vectors + 2 * deep * asked->vectors[i];
            vector[w] = yes;
            vector[deep + w] = ~no | perhaps;
        }
    }
    return 0;
}

/* The leaves under what a text names; looked up once for each text. */
static int named(Core *core, PyObject *text, Py_hash_t hash, word *into) {
    Leaves *leaves = (Leaves *)find_known(core->named, text, hash);
    Py_XINCREF(leaves);
    if (!leaves && !PyErr_Occurred()) {
        PyObject *bytes = ask(core, "covers", "(O)", text);
        leaves = bytes ? leaves_from(core, bytes) : NULL;
        Py_XDECREF(bytes);
        if (leaves && PyDict_SetItem(core->named, text, (PyObject *)leaves)) {
            Py_CLEAR(leaves);
        }
    }
    if (!leaves) {
        return -1;
    }
    join(into, leaves->bits, core->deep);
    Py_DECREF(leaves);
    return 0;
}

static int covered_by(Core *core, PyObject *value, word *into) {
    memset(into, 0, (size_t)core->deep * sizeof(word));
    if (!PyFrozenSet_Check(value)) {
        return 0;
    }
#if PY_VERSION_HEX < 0x030D0000
    PyObject *text;
    Py_ssize_t at = 0;
    Py_hash_t hash;
    while (_PySet_NextEntry(value, &at, &text, &hash)) { /* nothing changes a frozenset, and its thing holds it */
        if (named(core, text, hash, into)) {
            return -1;
        }
    }
    return 0;
#else
    PyObject *each = PyObject_GetIter(value), *text;
    int failed = !each;
    while (!failed && (text = PyIter_Next(each))) {
        failed = named(core, text, 0, into);
        Py_DECREF(text);
    }
    Py_XDECREF(each);
    return failed || PyErr_Occurred() ? -1 : 0;
#endif
}

/* What a thing covers by all attributes of a set: surely, and maybe; with room for one more mask. */
static int cover(Core *core, const Thing *thing, Py_ssize_t set, word *found) {
    Py_ssize_t deep = core->deep;
    word *one = found + 2 * deep;
    memset(found, 0xff, 2 * (size_t)deep * sizeof(word));
    for (Py_ssize_t i = 0; i < thing->kind->covering_count[set]; i++) {
        Covering *asked = &thing->kind->covering[set][i];
        PyObject *value = thing->values[asked->place];
        if (!asked->mode || (!value && asked->mode == 1)) {
            memset(found, 0, 2 * (size_t)deep * sizeof(word));
        } else if (!value || value == Py_Ellipsis) {
            memset(found, 0, (size_t)deep * sizeof(word));
        } else {
            Py_INCREF(value);
            int failed = covered_by(core, value, one);
            Py_DECREF(value);
            if (failed) {
                return -1;
            }
            for (Py_ssize_t w = 0; w < deep; w++) {
                found[w] &= one[w];
                found[deep + w] &= one[w];
            }
        }
    }
    return 0;
}

/* The leaves that a thing surely covers, and those that it may, by all attributes of a set; worked out once. */
const word *covers_of(Read *read, Py_ssize_t place, Py_ssize_t set) {
    Core *core = read->core;
    word **kept = &read->covers[place * core->sets + set];
    if (*kept) {
        return *kept;
    }
    word *found = PyMem_Malloc(3 * (size_t)core->deep * sizeof(word) + 1);
    if (!found) {
        PyErr_NoMemory();
        return NULL;
    }
    if (cover(core, &read->things[place], set, found) || *kept) { /* another thread may have been first */
        PyMem_Free(found);
        return PyErr_Occurred() ? NULL : *kept;
    }
    *kept = found;
    return found;
}

int align(Read *read) {
    Core *core = read->core;
    Py_ssize_t wide = core->wide, deep = core->deep;
    for (Py_ssize_t i = 0; i < core->covered_count; i++) {
        const Speaking *asked = &core->covered[i];
        if (!has(read->maybe, asked->screen)) {
            continue;
        }
        for (Py_ssize_t place = 0; place < read->shown; place++) {
            const word *row = read->rows + 2 * wide * place;
            if (!has(row + wide, asked->screen)) {
                continue;
            }
            const word *covers = covers_of(read, place, asked->set);
            if (!covers) {
                return -1;
            }
            for (Py_ssize_t j = 0; j < asked->count; j++) {
                word *vector = read->vectors + 2 * deep * asked->vectors[j];
                if (has(row, asked->screen)) {
                    join(vector, covers, deep);
                }
                join(vector + deep, covers + deep, deep);
            }
        }
    }
    return 0;
}
