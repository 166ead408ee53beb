/* Open questions: from what is open back to what nobody knows, with the leaves that it would help to settle.
 *
 * Rules that act on all their targets or on none hand the leaves that wait for them down to inputs, gate by gate. Rules
 * that act on some are walked one by one, as what they wait for differs from target to target. Then inputs ask.
 */
#include "asked.h"

enum { SCREEN, DIFFERING, RESTED, COUNTED, APART, NAMED, ANSWERED };   /* inputs, as flat.py has them */
enum { SAME_GATE, WIDE_GATE, SAME_INPUT, COVERING, ASSESSED };         /* nodes of cones */
#define INPUT 6
#define NODE 5

void reach(const Core *core, const Reach *by, const word *targets, word *into) {
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
    PyObject *found = dict_for(asked->count);
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
