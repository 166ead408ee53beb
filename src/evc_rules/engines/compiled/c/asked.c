/* Open questions: from what is open back to what nobody knows, with the leaves that it would help to settle.
 *
 * Rules that act on all their targets or on none hand the leaves that wait for them down to inputs, gate by gate. Rules
 * that act on some are walked one by one, as what they wait for differs from target to target. Then inputs ask.
 */
#include "core.h"

enum { SCREEN, DIFFERING, RESTED, COUNTED, APART, NAMED, ANSWERED };   /* inputs, as flat.py has them */
enum { SAME_GATE, WIDE_GATE, SAME_INPUT, COVERING, ASSESSED };         /* nodes of cones */
#define INPUT 6
#define NODE 5

/* What is asked so far: each question once, with a mask of leaves. */
typedef struct {
    Read *read;
    Core *core;
    Py_ssize_t count, room;
    Held **held;
    word *masks;
    Py_ssize_t *table;         /* by address: place and one, or nought; twice as long as there is room */
    word *needs;               /* for each bit the leaves that wait for it, where `needed` says so */
    char *needed;
    word *unsure;              /* screens that some thing may pass and may not */
    word *chains;              /* pairs: leaves that are rested on, and those that rest on them */
    Py_ssize_t chains_count, chains_room;
} Asked;

/* From targets of a rule to the leaves that wait for it, by way of the rules that it overrides. */
typedef struct Reach {
    const struct Reach *outer; /* nothing: the leaves themselves */
    int effect;
    const word *here;          /* those that wait */
} Reach;

static void reach(const Core *core, const Reach *by, const word *targets, word *into) {
    raise_to(core, by->effect, targets, into);
    for (Py_ssize_t w = 0; w < core->deep; w++) {
        into[w] &= by->here[w];
    }
    if (by->outer) {
        word *further = into + core->deep;
        memcpy(further, into, (size_t)core->deep * sizeof(word));
        reach(core, by->outer, further, into);
    }
}

/* Adding questions */

static size_t slot_of(const Asked *asked, const Held *held) {
    size_t last = 2 * (size_t)asked->room - 1;
    size_t at = (((size_t)held >> 4) * (size_t)UINT64_C(0x9E3779B97F4A7C15)) >> 20 & last;
    while (asked->table[at] && asked->held[asked->table[at] - 1] != held) {
        at = (at + 1) & last;
    }
    return at;
}

static int grow(Asked *asked) {
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
static int add(Asked *asked, Held *held, const word *leaves) {
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
static Held *fact(Asked *asked, PyObject *name, PyObject *attribute) {
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
static Held *assessment(Asked *asked, Py_ssize_t vector, Py_ssize_t node, Py_ssize_t leaf) {
    Core *core = asked->core;
    Held **place = &core->assessments[vector * core->leaves_count + leaf];
    if (*place) {
        Py_INCREF(*place);
        return *place;
    }
    return kept(place, hold_once(core, ask(core, "assessment", "(nn)", node, leaf)));
}

/* The question for a judgement. */
static Held *judgement(Asked *asked, Py_ssize_t node) {
    Core *core = asked->core;
    Held **place = &core->judgements[node];
    if (*place) {
        Py_INCREF(*place);
        return *place;
    }
    return kept(place, hold_once(core, ask(core, "judgement", "(n)", node)));
}

/* Leaves wait for an input or gate. */
static void need(Asked *asked, Py_ssize_t bit, const word *leaves) {
    Py_ssize_t deep = asked->core->deep;
    word *into = asked->needs + bit * deep;
    if (asked->needed[bit]) {
        join(into, leaves, deep);
    } else {
        memcpy(into, leaves, (size_t)deep * sizeof(word));
        asked->needed[bit] = 1;
    }
}

static inline int open_(const Read *read, Py_ssize_t bit) {
    return has(read->maybe, bit) && !has(read->surely, bit);
}

/* What is not known of a thing */

/* A question matters for the leaves that wait: for those of some targets, or, without a reach, for all of `leaves`. */
typedef struct {
    const Reach *reach;
    const word *targets;       /* with a reach: those for which the input is unknown */
    const word *leaves;
    word *space;
} For;

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
        PyObject *value = PyDict_GetItemWithError(thing->keys, one->name);
        if (!value && PyErr_Occurred()) {
            return -1;
        }
        int unknown = one->mode && (value ? value == Py_Ellipsis : one->mode == 2);
        if (unknown && ask_for(asked, fact(asked, thing->name, one->name), who, where)) {
            return -1;
        }
    }
    return has(core->hanging, screen) ? ask_hanging(asked, screen, thing, who, where) : 0;
}

/* What is not known of things that may pass a screen, of which that can differ from target to target; with `only`, of
 * those that may pass it for one of these leaves and do not surely. */
static int ask_each(Asked *asked, Py_ssize_t screen, const For *who, const word *only) {
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
static int ask_measured(Asked *asked, Py_ssize_t screen, Py_ssize_t node, int what, int by_cohort, const word *leaves) {
    static PyObject *start, *from, *to, *cohort;
    if (!cohort) {
        start = PyUnicode_InternFromString("start");
        from = PyUnicode_InternFromString("from");
        to = PyUnicode_InternFromString("to");
        cohort = PyUnicode_InternFromString("cohort");
        if (!start || !from || !to || !cohort) {
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
            int known = amount_known(read, place, what);
            if (known < 0) {
                return -1;
            }
            missing[0] = known ? NULL : PyTuple_GET_ITEM(core->of, what);
        } else if (thing->kind->spans) {
            PyObject *first = PyDict_GetItemWithError(thing->keys, from);
            PyObject *last = first || !PyErr_Occurred() ? PyDict_GetItemWithError(thing->keys, to) : NULL;
            if ((!first || !last) && PyErr_Occurred()) {
                return -1;
            }
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

/* Rules that act on some of their targets */

/* The assessments of targets, none of which has been taken. */
static int untaken(Asked *asked, int vector, int node, const word *targets, const Reach *by, word *space) {
    Py_ssize_t deep = asked->core->deep;
    word *one = space, *leaves = space + deep;
    for (Py_ssize_t w = 0; w < deep; w++) {
        for (word left = targets[w]; left; left &= left - 1) {
            memset(one, 0, (size_t)deep * sizeof(word));
            one[w] = left & -left;
            reach(asked->core, by, one, leaves);
            if (any(leaves, deep) && add(asked, assessment(asked, vector, node, 64 * w + lowest(left)), leaves)) {
                return -1;
            }
        }
    }
    return 0;
}

/* What a rule waits for on these targets, through the gates of its condition. */
static int walk(Asked *asked, const int *cone, const word *targets, const Reach *by, word *temps, word *space) {
    Read *read = asked->read;
    Core *core = asked->core;
    Py_ssize_t deep = core->deep;
    int count = *cone++;
    memset(temps, 0, (size_t)(count * deep) * sizeof(word));
    if (count) {
        memcpy(temps, targets, (size_t)deep * sizeof(word));
    }
    for (int i = 0; i < count; i++, cone += NODE + cone[4]) {
        word *here = temps + i * deep;
        if (!any(here, deep)) {
            continue;
        }
        int wide = cone[0] == WIDE_GATE || cone[0] == COVERING || cone[0] == ASSESSED;
        if (wide) {
            const word *vector = read->vectors + 2 * deep * cone[1];
            for (Py_ssize_t w = 0; w < deep; w++) {
                here[w] &= vector[deep + w] & ~vector[w];
            }
        } else if (!open_(read, cone[1])) {
            continue;
        }
        if (!any(here, deep)) {
            continue;
        }
        for (int j = 0; j < cone[4]; j++) {
            join(temps + cone[NODE + j] * deep, here, deep);
        }
        if (cone[0] == SAME_INPUT) {
            reach(core, by, here, space);
            if (any(space, deep)) {
                need(asked, cone[1], space);
            }
        } else if (cone[0] == COVERING || cone[0] == ASSESSED) {
            For who = {by, here, NULL, space};
            if ((cone[0] == ASSESSED && untaken(asked, cone[1], cone[2], here, by, space)) ||
                ask_each(asked, cone[3], &who, NULL)) {
                return -1;
            }
        }
    }
    return 0;
}

/* A rule that acts on some of its targets only, and what overrides it where that may act. */
static int partly(Asked *asked, int slot, const word *here, const Reach *by) {
    Core *core = asked->core;
    Py_ssize_t deep = core->deep;
    const int *told = core->slot.code + 3 * slot, *cone = core->cones.code + told[2];
    int over = *cone++;
    const int *overriders = cone;
    cone += over;
    size_t depth = 1;
    for (const Reach *outer = by; outer; outer = outer->outer) {
        depth++;
    }
    word *temps = PyMem_Malloc((size_t)(core->temps + 8 + 2 * (Py_ssize_t)depth) * (size_t)deep * sizeof(word));
    if (!temps) {
        PyErr_NoMemory();
        return -1;
    }
    int right = walk(asked, cone, here, by, temps, temps + core->temps * deep);
    word *open = temps, *source = temps + deep;
    for (int i = 0; !right && i < over; i++) {
        const word *acts = asked->read->slots + 4 * deep * overriders[i];
        for (Py_ssize_t w = 0; w < deep; w++) {
            open[w] = acts[deep + w] & ~acts[w];
        }
        int effect = core->slot.code[3 * overriders[i]];
        back_to(core, effect, here, source);
        if (meet(open, source, deep)) {
            Reach through = {by, effect, here};
            right = partly(asked, overriders[i], open, &through);
        }
    }
    PyMem_Free(temps);
    return right;
}

/* From rules down to inputs; gives back where inputs begin. */
static const int *rules(Asked *asked, const int *code, const word *side, word *space) {
    Read *read = asked->read;
    Core *core = asked->core;
    Py_ssize_t deep = core->deep;
    word *grants = space, *bars = space + deep, *leaves = space + 2 * deep, *source = space + 3 * deep;
    word *open = space + 4 * deep;
    int conflicts = *code++;
    for (Py_ssize_t w = 0; w < deep; w++) {
        word granted = side[w], may = side[deep + w], barred = side[2 * deep + w], may_bar = side[3 * deep + w];
        grants[w] = may & ~granted & ~(conflicts == BAR_WINS ? barred : 0);
        bars[w] = may_bar & ~barred & ~(conflicts == GRANT_WINS ? granted : 0);
    }
    for (int plain = *code++; plain--; code += 3) {
        if (!open_(read, code[0])) {
            continue;
        }
        const word *reached = core->masks + code[2], *waiting = code[1] == GRANT ? grants : bars;
        for (Py_ssize_t w = 0; w < deep; w++) {
            leaves[w] = reached[w] & waiting[w];
        }
        if (any(leaves, deep)) {
            need(asked, code[0], leaves);
        }
    }
    for (int effect = GRANT; effect <= BAR; effect++) {
        const word *waiting = effect == GRANT ? grants : bars;
        int waits = any(waiting, deep);
        Reach by = {NULL, effect, waiting};
        back_to(core, effect, waiting, source);
        for (int slots = *code++; slots--; code++) {
            const word *acts = read->slots + 4 * deep * *code;
            for (Py_ssize_t w = 0; waits && w < deep; w++) {
                open[w] = acts[deep + w] & ~acts[w];
            }
            if (waits && meet(open, source, deep) && partly(asked, *code, open, &by)) {
                return NULL;
            }
        }
    }
    for (int gates = *code++; gates--; code += 2 + code[1]) {
        if (!asked->needed[code[0]]) {
            continue;
        }
        for (int i = 0; i < code[1]; i++) {
            if (open_(read, code[2 + i])) {
                need(asked, code[2 + i], asked->needs + code[0] * deep);
            }
        }
    }
    return code;
}

static int chain(Asked *asked, const word *needed, const word *leaves) {
    Py_ssize_t deep = asked->core->deep;
    if (asked->chains_count == asked->chains_room) {
        Py_ssize_t room = asked->chains_room + 8;
        word *more = PyMem_Realloc(asked->chains, (size_t)(2 * room * deep) * sizeof(word));
        if (!more) {
            PyErr_NoMemory();
            return -1;
        }
        asked->chains = more;
        asked->chains_room = room;
    }
    word *into = asked->chains + 2 * deep * asked->chains_count++;
    memcpy(into, needed, (size_t)deep * sizeof(word));
    memcpy(into + deep, leaves, (size_t)deep * sizeof(word));
    return 0;
}

/* What an input asks for the leaves that wait for it; screens of which all ask the same are asked later, at once. */
static int input(Asked *asked, const int *told, word *plain, word *space) {
    Read *read = asked->read;
    Core *core = asked->core;
    Py_ssize_t deep = core->deep;
    int screen = told[2], node = told[3];
    const word *leaves = asked->needs + told[0] * deep;
    For who = {NULL, NULL, leaves, space};
    switch (told[1]) {
    case SCREEN:
        put(plain, screen);
        return 0;
    case DIFFERING:
        return ask_each(asked, screen, &who, NULL);
    case RESTED:
        return chain(asked, core->masks + told[5], leaves);
    case COUNTED: {
        int failed = told[4] != -1 && ask_measured(asked, screen, node, told[4], told[5], leaves);
        put(plain, screen);
        if (told[0] != screen) { /* it waits under a bit of its own */
            need(asked, screen, leaves);
        }
        return failed;
    }
    case APART:
        if (told[4] != -1 && ask_measured(asked, screen, node, told[4], told[5], leaves)) {
            return -1;
        }
        return ask_each(asked, screen, &who, NULL);
    case NAMED: {
        const word *vector = read->vectors + 2 * deep * told[4], *of = core->masks + told[5];
        word *here = space + 5 * deep;
        for (Py_ssize_t w = 0; w < deep; w++) {
            here[w] = vector[deep + w] & ~vector[w] & of[w];
            for (word left = here[w]; left; left &= left - 1) {
                if (add(asked, assessment(asked, told[4], node, 64 * w + lowest(left)), leaves)) {
                    return -1;
                }
            }
        }
        return ask_each(asked, screen, &who, here);
    }
    default: /* ANSWERED */
        return add(asked, judgement(asked, node), leaves);
    }
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
static int of_things(Asked *asked, const word *plain, word *space) {
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

/* What a leaf waits for, that leaf waits for too whose rule rests on it. */
static void follow(Asked *asked) {
    Py_ssize_t deep = asked->core->deep;
    for (Py_ssize_t i = 0; i < asked->count; i++) {
        word *leaves = asked->masks + i * deep;
        for (int more = 1; more;) {
            more = 0;
            for (Py_ssize_t j = 0; j < asked->chains_count; j++) {
                const word *needed = asked->chains + 2 * deep * j, *waiting = needed + deep;
                if (!meet(leaves, needed, deep)) {
                    continue;
                }
                for (Py_ssize_t w = 0; w < deep; w++) {
                    more |= (waiting[w] & ~leaves[w]) != 0;
                }
                join(leaves, waiting, deep);
            }
        }
    }
}

static PyObject *told(Asked *asked) {
    PyObject *found = PyDict_New();
    for (Py_ssize_t i = 0; found && i < asked->count; i++) {
        PyObject *leaves = leaves_of(asked->core, asked->masks + i * asked->core->deep);
        Held *held = asked->held[i];
        if (!leaves || set_known(found, held->question, leaves, held->hash)) {
            Py_CLEAR(found);
        }
        Py_XDECREF(leaves);
    }
    return found;
}

/* The open questions of a ruleset, each with the leaves that it would help to settle. */
PyObject *questions_of(Read *read, Py_ssize_t place) {
    Core *core = read->core;
    Py_ssize_t deep = core->deep, wide = core->wide, bits = 64 * core->bits;
    Asked asked = {.read = read, .core = core};
    word *space = PyMem_Malloc((size_t)(8 * deep + 2 * wide + bits * deep) * sizeof(word));
    asked.needed = PyMem_Calloc((size_t)bits, 1);
    PyObject *found = NULL;
    if (!space || !asked.needed || grow(&asked)) {
        PyErr_NoMemory();
        goto done;
    }
    asked.unsure = space + 8 * deep;
    word *plain = asked.unsure + wide;
    asked.needs = plain + wide;
    memset(plain, 0, (size_t)wide * sizeof(word));
    memcpy(asked.unsure, core->differing, (size_t)wide * sizeof(word));
    for (Py_ssize_t i = 0; i < read->count; i++) {
        const word *row = read->rows + 2 * wide * i;
        for (Py_ssize_t w = 0; w < wide; w++) {
            asked.unsure[w] |= row[wide + w] & ~row[w];
        }
    }
    const int *code = rules(&asked, core->asks[place].code, read->sides + 4 * deep * place, space);
    if (!code) {
        goto done;
    }
    for (int inputs = *code++; inputs--; code += INPUT) {
        if (asked.needed[code[0]] && input(&asked, code, plain, space)) {
            goto done;
        }
    }
    if (of_things(&asked, plain, space)) {
        goto done;
    }
    follow(&asked);
    found = told(&asked);
done:
    for (Py_ssize_t i = 0; i < asked.count; i++) {
        Py_DECREF(asked.held[i]);
    }
    PyMem_Free(asked.held);
    PyMem_Free(asked.masks);
    PyMem_Free(asked.table);
    PyMem_Free(asked.needed);
    PyMem_Free(asked.chains);
    PyMem_Free(space);
    return found;
}
