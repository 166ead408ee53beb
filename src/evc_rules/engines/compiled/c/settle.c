/* The circuit: gates, then rules, in an order in which each comes after what it rests on. */
#include "core.h"

enum { GATE, WIDE_GATE, NAMED, RESTED, PLAIN, ACT };   /* as flat.py lays them out */

/* The leaves that a rule reaches from targets, and from where it reaches leaves. */
static void by_levels(const Core *core, const Step *steps, Py_ssize_t count, int up, const word *some, word *into) {
    memcpy(into, some, (size_t)core->deep * sizeof(word));
    for (Py_ssize_t i = 0; i < count; i++) {
        const word *there = core->masks + steps[i].there;
        if (up) {
            join_up(into, some, core->deep, steps[i].steps, there);
        } else {
            join_down(into, some, core->deep, steps[i].steps, there);
        }
    }
}

void raise_to(const Core *core, int effect, const word *targets, word *into) {
    if (effect == WAIVE) {
        memcpy(into, targets, (size_t)core->deep * sizeof(word));
    } else if (effect == GRANT) {
        by_levels(core, core->downs, core->downs_count, 0, targets, into);
    } else {
        by_levels(core, core->ups, core->ups_count, 1, targets, into);
    }
}

void back_to(const Core *core, int effect, const word *leaves, word *into) {
    raise_to(core, effect == WAIVE ? WAIVE : effect == GRANT ? BAR : GRANT, leaves, into);
}

static inline int surely(const Read *read, int literal) {
    Py_ssize_t bit = literal >> 2;
    return literal & 1 ? !has(read->maybe, bit) : has(read->surely, bit);
}

static inline int maybe(const Read *read, int literal) {
    Py_ssize_t bit = literal >> 2;
    return literal & 1 ? !has(read->surely, bit) : has(read->maybe, bit);
}

/* One word of a literal as a vector: surely, or maybe. */
static inline word part(const Read *read, int literal, Py_ssize_t w, int side) {
    if (!(literal & 2)) {
        return side ? -(word)maybe(read, literal) : -(word)surely(read, literal);
    }
    const word *vector = read->vectors + 2 * read->core->deep * (literal >> 2);
    return literal & 1 ? ~vector[(side ? 0 : read->core->deep) + w] : vector[(side ? read->core->deep : 0) + w];
}

static void hold(Read *read, Py_ssize_t bit, int sure, int may) {
    if (may) {
        put(read->maybe, bit);
        if (sure) {
            put(read->surely, bit);
        }
    }
}

static void gate(Read *read, Py_ssize_t bit, int least, int count, const int *parts) {
    int sure = 0, may = 0;
    for (int i = 0; i < count; i++) {
        sure += surely(read, parts[i]);
        may += maybe(read, parts[i]);
    }
    hold(read, bit, sure >= least, may >= least);
}

/* At least so many parts, leaf by leaf; `sums` has room for as many words as that. */
static void wide_gate(Read *read, int vector, int least, int count, const int *parts, word *sums) {
    Py_ssize_t deep = read->core->deep;
    word *into = read->vectors + 2 * deep * vector;
    for (Py_ssize_t w = 0; w < deep; w++) {
        for (int side = 0; side < 2; side++) {
            word found = least == count ? ~(word)0 : 0;
            if (least == count) {
                for (int i = 0; i < count; i++) {
                    found &= part(read, parts[i], w, side);
                }
            } else if (least == 1) {
                for (int i = 0; i < count; i++) {
                    found |= part(read, parts[i], w, side);
                }
            } else {
                memset(sums, 0, (size_t)least * sizeof(word)); /* where 1, 2, ... parts hold so far */
                for (int i = 0; i < count; i++) {
                    word one = part(read, parts[i], w, side);
                    for (int n = least - 1; n > 0; n--) {
                        sums[n] |= sums[n - 1] & one;
                    }
                    sums[0] |= one;
                }
                found = sums[least - 1];
            }
            into[side * deep + w] = found;
        }
    }
}

static int all_in(const word *some, const word *but, const word *of, Py_ssize_t count) {
    for (Py_ssize_t w = 0; w < count; w++) {
        if ((of[w] & some[w] & ~(but ? but[w] : 0)) != of[w]) {
            return 0;
        }
    }
    return 1;
}

static void act(Read *read, int slot, int literal, int effect, word *side, const word *targets, int over,
                const int *overriders) {
    Py_ssize_t deep = read->core->deep;
    word *acts = read->slots + 4 * deep * slot, *reaches = acts + 2 * deep;
    for (Py_ssize_t w = 0; w < deep; w++) {
        word sure = part(read, literal, w, 0) & targets[w], may = part(read, literal, w, 1) & targets[w];
        for (int i = 0; i < over; i++) {
            const word *other = read->slots + 4 * deep * overriders[i] + 2 * deep;
            sure &= ~other[deep + w];
            may &= ~other[w];
        }
        acts[w] = sure;
        acts[deep + w] = may;
    }
    raise_to(read->core, effect, acts, reaches);
    raise_to(read->core, effect, acts + deep, reaches + deep);
    if (effect != WAIVE) {
        join(side, reaches, 2 * deep);
    }
}

/* Settle all nodes and rules. The codes are our own (flat.py), and were looked over when they were taken up. */
int settle(Read *read) {
    Core *core = read->core;
    Py_ssize_t deep = core->deep;
    const int *code = core->program.code, *end = code + core->program.count;
    word few[16], *sums = few;
    while (code < end) {
        switch (code[0]) {
        case GATE:
            gate(read, code[1], code[2], code[3], code + 4);
            code += 4 + code[3];
            break;
        case WIDE_GATE:
            if (code[2] > 16 && code[2] != code[3] && sums == few &&
                !(sums = PyMem_Malloc((size_t)core->program.count * sizeof(word)))) {
                PyErr_NoMemory();
                return -1;
            }
            wide_gate(read, code[1], code[2], code[3], code + 4, sums);
            code += 4 + code[3];
            break;
        case NAMED: {
            const word *vector = read->vectors + 2 * deep * code[2], *leaves = core->masks + code[3];
            hold(read, code[1], all_in(vector, NULL, leaves, deep), all_in(vector + deep, NULL, leaves, deep));
            code += 4;
            break;
        }
        case RESTED: {
            const word *side = read->sides + deep * code[2], *leaves = core->masks + code[4];
            const word *barred = code[3] ? NULL : side + 2 * deep, *may = code[3] ? NULL : side + 3 * deep;
            hold(read, code[1], all_in(side, may, leaves, deep), all_in(side + deep, barred, leaves, deep));
            code += 5;
            break;
        }
        case PLAIN:
            if (maybe(read, code[1])) {
                word *side = read->sides + deep * code[2];
                join(side + deep, core->masks + code[3], deep);
                if (surely(read, code[1])) {
                    join(side, core->masks + code[3], deep);
                }
            }
            code += 4;
            break;
        default: /* ACT */
            act(read, code[1], code[2], code[3], read->sides + deep * code[4], core->masks + code[5], code[6],
                code + 7);
            code += 7 + code[6];
        }
    }
    if (sums != few) {
        PyMem_Free(sums);
    }
    return 0;
}
