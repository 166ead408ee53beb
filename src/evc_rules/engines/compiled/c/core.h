/* The compiled engine's inner loops: what is done for every dossier.
 *
 * Python numbers a ruleset and lays it out in flat tables (flat.py); here they are only followed. Whatever is met for
 * the first time (a kind, a value, a question) is asked of Python through hooks, and kept. What is rare is left to
 * Python altogether: reading then gives None.
 *
 * A hook may run any Python, and let other threads in. So nothing that is kept for all dossiers is held across a call
 * without a reference of one's own, and whatever belongs to one dossier belongs to one Read.
 */
#ifndef EVC_CORE_H
#define EVC_CORE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stddef.h>

#include "words.h"

enum { FALSE_ = 0, UNKNOWN_ = 1, TRUE_ = 2 };          /* as Truth is numbered */
enum { GRANT = 0, BAR = 1, WAIVE = 2 };                /* effects */
enum { REPORT = 0, BAR_WINS = 1, GRANT_WINS = 2 };     /* what becomes of conflicts */
enum { EVIDENCE = 0, APPLICANT = 1, VERDICT = 2 };     /* what a thing is */

/* What all screens say of one value of one attribute. */
typedef struct {
    PyObject_VAR_HEAD
    int gapped;         /* whether a test on it is open */
    word bits[1];       /* surely passes; may pass; a test on it is open */
} Row;

/* Runs of days of which every test says the same. */
typedef struct {
    PyObject_HEAD
    Py_ssize_t count;
    int *lows, *highs;
    Row **rows;
} Runs;

/* A question, with its hash: Python takes long to work one out. */
typedef struct {
    PyObject_HEAD
    PyObject *question;
    Py_hash_t hash;
} Held;

/* Leaves: those that a verdict speaks of, or a name covers. */
typedef struct {
    PyObject_VAR_HEAD
    word bits[1];
} Leaves;

/* Rows of values that came by lately, by the address of these: of what comes by often there is one object. */
#define LATELY 64
typedef struct {
    PyObject *value;
    Row *row;
} Seen;

/* One attribute of one kind of thing, with the rows of the values that came by. */
typedef struct {
    PyObject *attribute;
    Seen *lately;
    PyObject *rows;    /* the table in Python, which is asked about new values */
    PyObject *known;   /* value -> Row */
    Row *absent, *unknown;
    Runs *runs;
    int ordered;       /* days go by runs */
    PyObject *codes;   /* code -> Row, where sets of codes are looked up code by code; or nothing */
    word *tested;      /* screens that test it; where sets go by code: all others; for some of them; for none (rows) */
} Column;

/* What a kind of thing can add to a sum, in thousandths. */
typedef struct {
    int declared;
    int none;          /* whether there is none of it when it is absent */
    int odd;           /* it does not go into these numbers: Python adds up */
    PyObject *unit;
    int64_t low[2], high[2];   /* of what is absent, and of what is not known */
    int endless[2];
    int place;         /* of its value */
} Adds;

typedef struct {
    PyObject *name;
    int mode;          /* what is meant when it is absent: 0 no leaf ever, 1 none, 2 not known */
    int place;         /* of its value */
} Covering;

/* Where the value of an attribute goes, by the address of its name. */
#define SPOTS 64
typedef struct {
    PyObject *name;
    int place;         /* or -1: nothing looks at it */
} Spot;

/* A kind of thing. */
typedef struct {
    PyObject_HEAD
    PyObject *name, *dated;
    word *about;       /* screens twice: as a row that all values leave as it is */
    Py_ssize_t columns_count;
    Column *columns;
    Adds *adds;        /* by what is added up */
    Covering **covering;       /* by what is asked to cover the target */
    Py_ssize_t *covering_count;
    Py_ssize_t adds_count, sets_count;
    int spans;         /* whether it has a first and a last day */
    int from, to, since;       /* places of these, and of its date */
    PyObject *places;          /* name -> place; those of columns come first */
    Py_ssize_t places_count;
    Spot spots[SPOTS];
} Kind;

/* Whether what was measured is enough. */
typedef struct {
    Py_ssize_t bit;
    int64_t wanted;
    PyObject *unit;
} Tell;

enum { COUNT = 0, TOTAL = 1, SPAN = 2 };

typedef struct {
    int type;
    int of;            /* what is added up; or where spans run to: 0 the decision, 1 the start, 2 a day */
    int day;
    Py_ssize_t count;
    Tell *tells;
} Meter;

/* What is counted and measured over what passes a screen. */
typedef struct {
    Py_ssize_t screen;
    int always;        /* also when nothing passes */
    int python;        /* Python measures it */
    Py_ssize_t count;
    Meter *meters;
} Counted;

/* What speaks of the target by things that pass a screen: verdicts, or evidence that covers it. */
typedef struct {
    Py_ssize_t screen;
    Py_ssize_t set;    /* what must cover the target, or -1 */
    Py_ssize_t count;
    int *vectors;
} Speaking;

typedef struct {
    int steps;
    Py_ssize_t there;  /* place of a mask */
} Step;

/* Codes, as Python laid them out. */
typedef struct {
    Py_ssize_t count;
    int *code;
} Codes;

#define KEPT 4096   /* so many tuples of leaves */

/* An amount in thousandths, by its address. */
#define AMOUNTS 512
typedef struct {
    PyObject *amount;
    int64_t thousandths;
} Weighed;

typedef struct {
    PyObject_HEAD
    PyObject *hooks;           /* what Python is asked: see native.py */
    PyObject *kinds;           /* name -> Kind */
    PyObject *judged;          /* clause -> ((bit, owner), ...) */
    PyObject *spoken;          /* what a verdict names -> Leaves */
    PyObject *named;           /* what covers -> Leaves */
    PyObject *facts;           /* attribute -> {item: Held} */
    PyObject *leaves;          /* all, as a tuple */
    PyObject *of;              /* names of what is added up */
    PyObject *blank;           /* for each ruleset the statuses of leaves that nothing reaches */
    PyObject *told;            /* for each ruleset by four bits (granted surely, maybe, barred surely, maybe): whether
                                * a leaf is granted, whether it is barred, and its statuses */
    PyObject *trace;           /* the type of traces, and what sets the parts of one */
    PyObject *asked;           /* assessments -> Held */
    Held **assessments;        /* the same by vector and leaf, or nothing yet */
    Held **judgements;         /* by node, or nothing yet */
    Py_hash_t *hashes;         /* of leaves */
    Weighed *weighed;          /* amounts that came by lately */
    PyObject **kept;           /* leaves of masks that came by lately, and these masks */
    word *kept_masks;
    Py_ssize_t facts_count;
    Py_ssize_t screens, nodes, vectors, slots, rulesets, leaves_count, sets;
    Py_ssize_t wide, bits, deep;       /* words for screens, for all bits, for leaves */
    int on;                            /* the decision date */
    int applicant;                     /* whether anything is asked of the applicant */
    word *masks;
    Py_ssize_t masks_count;
    word *blank_bits;          /* what holds of nothing: surely, maybe */
    word *blank_vectors;       /* the same of vectors */
    word *hanging, *differing, *of_verdicts;   /* screens */
    Counted *counted;
    Speaking *tested, *covered;
    Py_ssize_t counted_count, tested_count, covered_count;
    Step *ups, *downs;
    Py_ssize_t ups_count, downs_count;
    Codes program;             /* settle.c */
    Codes *asks;               /* asked.c: for each ruleset */
    Codes slot;                /* for each slot its place in the codes that follow */
    Codes cones;
    Codes screen_set;          /* by screen what must cover the target, or -1 */
    Py_ssize_t temps;          /* so many masks are needed at once */
} Core;

/* An item, a verdict or the applicant. */
typedef struct {
    Kind *kind;
    PyObject *name, *carrier, *keys;
    PyObject **values;         /* of its attributes, by place; out of the keys, or nothing */
    PyObject *doubt;           /* what could tell that it counts, when that is in doubt */
    int is;
} Thing;

typedef struct {
    Py_ssize_t thing;
    PyObject *attribute;
    Row *row;
} Gap;

typedef struct {
    int64_t low, high;
    int done, endless;
    PyObject *unit;            /* of the kind; nothing when it declares none */
} Added;

/* One dossier under all rulesets. */
typedef struct {
    PyObject_HEAD
    Core *core;
    PyObject *prepared, *dossier, *applicant_keys;
    PyObject *local;           /* facts that there was no room for: (item, attribute) -> Held */
    Thing *things;
    Py_ssize_t taken;          /* things that there are */
    Py_ssize_t count, shown;   /* those that count; those of them that are no verdicts, which come first */
    Gap *gaps;
    Py_ssize_t gaps_count, gaps_room;
    PyObject **values;         /* of all things */
    word *block;               /* all that follows, in one piece */
    word *rows;                /* of things: surely, maybe */
    word *surely, *maybe;      /* bits: screens, nodes, and one that always holds */
    word *vectors;             /* for each surely, maybe */
    word *sides;               /* for each ruleset: granted surely, maybe, barred surely, maybe */
    word *slots;               /* for each: acts surely, maybe; reaches surely, maybe */
    word *speaks;              /* for each verdict */
    word **covers;             /* for each thing and set, when it was asked for: surely, maybe */
    Added *added;              /* for each thing and what is added up */
} Read;

extern PyTypeObject CoreType, ReadType, RowType, RunsType, HeldType, LeavesType, KindType;

/* What a model of pydantic keeps its attributes in; nothing when that is no plain dictionary. */
static inline PyObject *own_of(PyObject *of) {
#if PY_VERSION_HEX < 0x030E0000
    PyObject **own = _PyObject_GetDictPtr(of);
    return own && *own && PyDict_CheckExact(*own) ? *own : NULL;
#else
    (void)of;
    return NULL;
#endif
}

/* An attribute of a model, past what pydantic does for names that it does not have. Our models have no properties by the
 * names that are asked for here: so it is looked up where models keep them. */
static inline PyObject *get_in(PyObject *own, PyObject *of, PyObject *name) {
    PyObject *value = own ? PyDict_GetItemWithError(own, name) : NULL;
    if (value || (own && PyErr_Occurred())) {
        Py_XINCREF(value);
        return value;
    }
    return PyObject_GenericGetAttr(of, name);
}

static inline PyObject *get(PyObject *of, PyObject *name) {
    return get_in(own_of(of), of, name);
}

/* Python keeps hashes in dictionaries; where it lets us bring one along, ours need not be worked out again. */
static inline int set_known(PyObject *dict, PyObject *key, PyObject *value, Py_hash_t hash) {
#if PY_VERSION_HEX < 0x030D0000
    return _PyDict_SetItem_KnownHash(dict, key, value, hash);
#else
    (void)hash;
    return PyDict_SetItem(dict, key, value);
#endif
}

/* A dictionary with room for so much. */
static inline PyObject *dict_for(Py_ssize_t count) {
#if PY_VERSION_HEX < 0x030D0000
    return _PyDict_NewPresized(count);
#else
    (void)count;
    return PyDict_New();
#endif
}

static inline PyObject *find_known(PyObject *dict, PyObject *key, Py_hash_t hash) {
#if PY_VERSION_HEX < 0x030D0000
    return _PyDict_GetItem_KnownHash(dict, key, hash);
#else
    (void)hash;
    return PyDict_GetItemWithError(dict, key);
#endif
}

/* tables.c */
PyObject *ask(Core *core, const char *hook, const char *form, ...);
Row *row_of(Core *core, Column *column, PyObject *value);
Row *asked_row(Core *core, Column *column, PyObject *value);
Leaves *leaves_from(Core *core, PyObject *bytes);
int day_of(PyObject *date);
int is_day(PyObject *value);
int is_date(PyObject *value);

/* Some place in a table that is as long as a power of two, for an address. */
static inline size_t at_address(const void *object, size_t length) {
    uint64_t some = (uint64_t)(uintptr_t)object >> 4;
    return (size_t)(some * UINT64_C(0x9E3779B97F4A7C15) >> 40) & (length - 1);
}

/* kinds.c: 1 when it is done, 0 when it is left to Python */
int lay_out(Kind *kind, PyObject *keys, PyObject **values);
Kind *kind_of(Core *core, PyObject *name, PyObject *carrier);

/* read.c */
int read_dossier(Read *read);

/* about.c */
int speak(Read *read, PyObject *verdict, int achieved, word *into);
int assess(Read *read, const Speaking *asked, const char *achieved);
int align(Read *read);
const word *covers_of(Read *read, Py_ssize_t place, Py_ssize_t set);

/* measure.c */
int measure(Read *read);
int amount_known(Read *read, Py_ssize_t place, int of);

/* settle.c */
int settle(Read *read);
void raise_to(const Core *core, int effect, const word *targets, word *into);
void back_to(const Core *core, int effect, const word *leaves, word *into);

/* asked.c */
PyObject *questions_of(Read *read, Py_ssize_t place);

/* told.c */
PyObject *statuses_of(Read *read, Py_ssize_t place);
PyObject *sides_of(Read *read, Py_ssize_t place);
PyObject *traces_of(Read *read, Py_ssize_t place, PyObject *later);
PyObject *leaves_of(Core *core, const word *mask);

/* keys.c */
PyObject *keys_of(PyObject *module, PyObject *const *given, Py_ssize_t count);

/* build.c */
int build(Core *core, PyObject *tables);

#endif
