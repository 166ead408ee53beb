/* Open questions: what the files share that find them. */
#ifndef EVC_ASKED_H
#define EVC_ASKED_H

#include "core.h"

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

/* A question matters for the leaves that wait: for those of some targets, or, without a reach, for all of `leaves`. */
typedef struct {
    const Reach *reach;
    const word *targets;       /* with a reach: those for which the input is unknown */
    const word *leaves;
    word *space;
} For;

static inline int open_(const Read *read, Py_ssize_t bit) {
    return has(read->maybe, bit) && !has(read->surely, bit);
}

/* questions.c */
int grow(Asked *asked);
int add(Asked *asked, Held *held, const word *leaves);
Held *fact(Asked *asked, PyObject *name, PyObject *attribute);
Held *assessment(Asked *asked, Py_ssize_t vector, Py_ssize_t node, Py_ssize_t leaf);
Held *judgement(Asked *asked, Py_ssize_t node);

/* missing.c */
int ask_each(Asked *asked, Py_ssize_t screen, const For *who, const word *only);
int ask_measured(Asked *asked, Py_ssize_t screen, Py_ssize_t node, int what, int by_cohort, const word *leaves);
int of_things(Asked *asked, const word *plain, word *space);

/* asked.c */
void reach(const Core *core, const Reach *by, const word *targets, word *into);

#endif
