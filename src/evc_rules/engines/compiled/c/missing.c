/* What is not known of things: of those that may pass a screen and do not surely, and of what is measured. */
#include "asked.h"

static int ask_for(Asked *asked, Held *held, const For *who, const word *where) {
    Py_ssize_t deep = asked->core->deep;
    if (!who->reach) {
        return add(asked, held, who->leaves);
    }
    word *here = who->space, *leaves = here + deep;
    for (Py_ssize_t w = 0; w < deep; w++) {
        here[w] = who->targets[w] & where[w];
    }
    reach(asked->core, who->reach, here, leaves);
    return add(asked, held, leaves);
}

/* What Python says is missing: of what hangs on the applicant. */
static int ask_hanging(Asked *asked, Py_ssize_t screen, const Thing *thing, const For *who, const word *where) {
    PyObject *told = ask(asked->core, "missing", "(nOOOO)", screen, thing->kind->name, thing->name, thing->carrier,
                         asked->read->prepared);
    int right = told && PyList_Check(told) ? 0 : -1;
    for (Py_ssize_t i = 0; !right && i < PyList_GET_SIZE(told); i++) {
        PyObject *pair = PyList_GET_ITEM(told, i); /* of a missing fact: item and attribute */
        right = PyTuple_Check(pair) && PyTuple_GET_SIZE(pair) == 2 ? 0 : -1;
        right = right ? right
                      : ask_for(asked, fact(asked, PyTuple_GET_ITEM(pair, 0), PyTuple_GET_ITEM(pair, 1)), who, where);
    }
    Py_XDECREF(told);
    return right;
}

/* Where a thing may pass a screen, and does not surely. */
static int where_of(Asked *asked, Py_ssize_t screen, Py_ssize_t place, word *where) {
    Read *read = asked->read;
    Core *core = asked->core;
    Py_ssize_t deep = core->deep, set = core->screen_set.code[screen];
    int sure = has(read->rows + 2 * core->wide * place, screen);
    const word *covers = set >= 0 ? covers_of(read, place, set) : NULL;
    if (set >= 0 && !covers) {
        return -1;
    }
    for (Py_ssize_t w = 0; w < deep; w++) {
        word speaks = place >= read->shown ? read->speaks[(place - read->shown) * deep + w] : ~(word)0;
        word maybe = speaks & (covers ? covers[deep + w] : ~(word)0);
        word surely = sure ? speaks & (covers ? covers[w] : ~(word)0) : 0;
        where[w] = maybe & ~surely;
    }
    return 0;
}

/* What is not known of a thing that may pass a screen. */
static int ask_of(Asked *asked, Py_ssize_t screen, Py_ssize_t place, const For *who, const word *where) {
    Read *read = asked->read;
    Core *core = asked->core;
    Thing *thing = &read->things[place];
    Py_ssize_t set = core->screen_set.code[screen];
    for (Py_ssize_t i = 0; i < read->gaps_count; i++) {
        Gap *gap = &read->gaps[i];
        if (gap->thing == place && has(gap->row->bits + 2 * core->wide, screen) &&
            ask_for(asked, fact(asked, thing->name, gap->attribute), who, where)) {
            return -1;
        }
    }
    if (thing->doubt && ask_for(asked, fact(asked, thing->name, thing->doubt), who, where)) {
        return -1;
    }
    for (Py_ssize_t i = 0; set >= 0 && i < thing->kind->covering_count[set]; i++) {
        Covering *one = &thing->kind->covering[set][i];
        PyObject *value = thing->values[one->place];
        int unknown = one->mode && (value ? value == Py_Ellipsis : one->mode == 2);
        if (unknown && ask_for(asked, fact(asked, thing->name, one->name), who, where)) {
            return -1;
        }
    }
    return has(core->hanging, screen) ? ask_hanging(asked, screen, thing, who, where) : 0;
}

/* What is not known of things that may pass a screen, of which that can differ from target to target; with `only`, of
 * those that may pass it for one of these leaves and do not surely. */
int ask_each(Asked *asked, Py_ssize_t screen, const For *who, const word *only) {
    Read *read = asked->read;
    Core *core = asked->core;
    if (!has(asked->unsure, screen)) {
        return 0;
    }
    int verdicts = has(core->of_verdicts, screen);
    Py_ssize_t place = verdicts ? read->shown : 0, last = verdicts ? read->count : read->shown;
    word *where = who->space + 3 * core->deep;
    for (; place < last; place++) {
        if (!has(read->rows + (2 * place + 1) * core->wide, screen)) {
            continue;
        }
        if (where_of(asked, screen, place, where)) {
            return -1;
        }
        int here = only ? meet(where, only, core->deep) : any(where, core->deep);
        if (here && ask_of(asked, screen, place, who, where)) {
            return -1;
        }
    }
    return 0;
}

/* What is not known of amounts, of dates, and of what is asked for. */
int ask_measured(Asked *asked, Py_ssize_t screen, Py_ssize_t node, int what, int by_cohort, const word *leaves) {
    static PyObject *start, *from, *to, *cohort;
    if (!cohort) {
        start = PyUnicode_InternFromString("start");
        from = PyUnicode_InternFromString("from");
        to = PyUnicode_InternFromString("to");
        cohort = start && from && to ? PyUnicode_InternFromString("cohort") : NULL;
        if (!cohort) {
            return -1;
        }
    }
    Read *read = asked->read;
    Core *core = asked->core;
    if (what == -3) {
        PyObject *value = PyDict_GetItemWithError(read->applicant_keys, start);
        if ((!value && PyErr_Occurred()) || (!is_date(value) && add(asked, fact(asked, Py_None, start), leaves))) {
            return -1;
        }
    }
    for (Py_ssize_t place = 0; place < read->count; place++) {
        Thing *thing = &read->things[place];
        if (!has(read->rows + (2 * place + 1) * core->wide, screen)) {
            continue;
        }
        PyObject *missing[2] = {NULL, NULL};
        if (what >= 0) {
            missing[0] = amount_known(read, place, what) ? NULL : PyTuple_GET_ITEM(core->of, what);
        } else if (thing->kind->spans) {
            PyObject *first = thing->values[thing->kind->from], *last = thing->values[thing->kind->to];
            missing[0] = first && first != Py_Ellipsis ? NULL : from;
            missing[1] = last && last != Py_Ellipsis ? NULL : to;
        }
        for (int i = 0; i < 2; i++) {
            if (missing[i] && add(asked, fact(asked, thing->name, missing[i]), leaves)) {
                return -1;
            }
        }
    }
    if (by_cohort) {
        PyObject *told = ask(core, "cohort", "(nO)", node, read->dossier);
        int several = told ? PyObject_IsTrue(told) : -1;
        Py_XDECREF(told);
        if (several < 0 || (several && add(asked, fact(asked, Py_None, cohort), leaves))) {
            return -1;
        }
    }
    return 0;
}

/* What is not known of a thing, for the leaves that wait for screens that it may pass and does not surely; with `open`,
 * for those of them alone of which a test is open. */
static int of_thing(Asked *asked, Py_ssize_t place, PyObject *attribute, const word *open, const word *plain,
                    word *space) {
    Core *core = asked->core;
    Py_ssize_t deep = core->deep, wide = core->wide;
    const word *row = asked->read->rows + 2 * wide * place;
    int found = 0;
    memset(space, 0, (size_t)deep * sizeof(word));
    for (Py_ssize_t w = 0; w < wide; w++) {
        word left = row[wide + w] & ~row[w] & plain[w] & (open ? open[w] : ~(word)0);
        for (; left; left &= left - 1) {
            join(space, asked->needs + (64 * w + lowest(left)) * deep, deep);
            found = 1;
        }
    }
    return found ? add(asked, fact(asked, asked->read->things[place].name, attribute), space) : 0;
}

/* What is not known of things that may pass screens, for the leaves that wait for these, all at once. */
int of_things(Asked *asked, const word *plain, word *space) {
    Read *read = asked->read;
    for (Py_ssize_t i = 0; i < read->gaps_count; i++) {
        Gap *gap = &read->gaps[i];
        if (of_thing(asked, gap->thing, gap->attribute, gap->row->bits + 2 * asked->core->wide, plain, space)) {
            return -1;
        }
    }
    for (Py_ssize_t place = 0; place < read->count; place++) {
        PyObject *doubt = read->things[place].doubt;
        if (doubt && of_thing(asked, place, doubt, NULL, plain, space)) {
            return -1;
        }
    }
    return 0;
}
