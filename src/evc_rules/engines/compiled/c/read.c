/* Reading a dossier: each item is touched once, and every input of the circuit gets its truth. */
#include "core.h"

static PyObject *KIND, *ID, *KEYS, *EVIDENCES, *APPLICANTS, *VERDICTS, *JUDGEMENTS, *DOSSIER, *UNDATED, *DOUBLED;
static PyObject *ACHIEVED, *JUDGEMENT, *RULESET, *ANSWER, *AS_APPLICANT, *AS_VERDICT;

static int name_all(void) {
    if (AS_VERDICT) {
        return 0;
    }
    struct {
        PyObject **into;
        const char *text;
    } names[] = {
        {&KIND, "kind"},           {&ID, "id"},           {&KEYS, "keys"},         {&EVIDENCES, "evidence"},
        {&APPLICANTS, "applicant"}, {&VERDICTS, "verdicts"}, {&JUDGEMENTS, "judgements"}, {&DOSSIER, "dossier"},
        {&UNDATED, "undated"},     {&DOUBLED, "doubled"}, {&ACHIEVED, "achieved"}, {&JUDGEMENT, "judgement"},
        {&RULESET, "ruleset"},
        {&ANSWER, "answer"},       {&AS_APPLICANT, "applicant"}, {&AS_VERDICT, "verdict"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!*names[i].into && !(*names[i].into = PyUnicode_InternFromString(names[i].text))) {
            return -1;
        }
    }
    return 0;
}

static int gap(Read *read, Py_ssize_t thing, PyObject *attribute, Row *row) {
    if (read->gaps_count == read->gaps_room) {
        Py_ssize_t room = read->gaps_room ? 2 * read->gaps_room : 16;
        Gap *more = PyMem_Realloc(read->gaps, (size_t)room * sizeof(Gap));
        if (!more) {
            PyErr_NoMemory();
            return -1;
        }
        read->gaps = more;
        read->gaps_room = room;
    }
    Gap *one = &read->gaps[read->gaps_count++];
    one->thing = thing;
    one->attribute = attribute; /* of the kind, which the thing holds */
    one->row = row;
    Py_INCREF(row);
    return 0;
}

/* What screens say of a thing: the rows of its values, joined. */
static int look_up(Read *read, Py_ssize_t place, word *row) {
    Core *core = read->core;
    Thing *thing = &read->things[place];
    Kind *kind = thing->kind;
    Py_ssize_t both = 2 * core->wide;
    memcpy(row, kind->about, (size_t)both * sizeof(word));
    for (Py_ssize_t i = 0; i < kind->columns_count; i++) {
        Column *column = &kind->columns[i];
        if (!meet(row + core->wide, column->tested, core->wide)) {
            continue; /* whatever tests it has failed already */
        }
        Row *said = row_of(core, column, thing->values[i]);
        if (!said) {
            return -1;
        }
        for (Py_ssize_t w = 0; w < both; w++) {
            row[w] &= said->bits[w];
        }
        int failed = said->gapped && gap(read, place, column->attribute, said);
        Py_DECREF(said);
        if (failed) {
            return -1;
        }
    }
    return 0;
}

/* What hangs on the applicant too is asked of Python. */
static int hang(Read *read, Py_ssize_t place, word *row) {
    Core *core = read->core;
    Thing *thing = &read->things[place];
    word *maybe = row + core->wide;
    if (!meet(maybe, core->hanging, core->wide)) {
        return 0;
    }
    for (Py_ssize_t screen = 0; screen < core->screens; screen++) {
        if (!has(maybe, screen) || !has(core->hanging, screen)) {
            continue;
        }
        PyObject *told = ask(core, "hanging", "(nOOOO)", screen, thing->kind->name, thing->name, thing->carrier,
                             read->prepared);
        long truth = told ? PyLong_AsLong(told) : -1;
        Py_XDECREF(told);
        if (truth == -1) {
            return -1;
        }
        if (truth != TRUE_) {
            drop(row, screen);
        }
        if (truth == FALSE_) {
            drop(maybe, screen);
        }
    }
    return 0;
}

/* What could tell that a thing counts, when it may be listed twice or dated after the decision. */
static int doubt(Thing *thing, PyObject *undated, PyObject *doubled) {
    if (thing->is == EVIDENCE && PyDict_GET_SIZE(doubled)) {
        thing->doubt = PyDict_GetItemWithError(doubled, thing->name);
        if (thing->doubt || PyErr_Occurred()) {
            Py_XINCREF(thing->doubt);
            return thing->doubt ? 0 : -1;
        }
    }
    int among = PySet_GET_SIZE(undated) ? PySet_Contains(undated, thing->name) : 0;
    if (among == 1) {
        PyObject *value = thing->values[thing->kind->since];
        if (!value || value == Py_Ellipsis) {
            thing->doubt = thing->kind->dated;
            Py_INCREF(thing->doubt);
        }
    }
    return among < 0 ? -1 : 0;
}

static inline void near_keys(PyObject *dict, int lines) {
    if (dict) {
        const char *keys = (const char *)((PyDictObject *)dict)->ma_keys;
        for (int i = 0; i < lines; i++) {
            NEAR(keys + 64 * i);
        }
    }
}

/* Take a thing up: 1 when it is as it should be, 0 when it is left to Python. */
static int take(Read *read, PyObject *carrier, int is) {
    Thing *thing = &read->things[read->taken++]; /* from here on it is let go of with the rest */
    memset(thing, 0, sizeof *thing);
    thing->is = is;
    thing->carrier = carrier;
    Py_INCREF(carrier);
    PyObject *own = own_of(carrier);
    thing->keys = get_in(own, carrier, KEYS);
    if (!thing->keys) {
        return -1;
    }
    PyObject *kind;
    if (is == EVIDENCE) {
        kind = get_in(own, carrier, KIND);
    } else {
        kind = is == APPLICANT ? AS_APPLICANT : AS_VERDICT;
        Py_INCREF(kind);
    }
    if (is == APPLICANT) {
        thing->name = Py_None;
        Py_INCREF(thing->name);
    } else {
        thing->name = get_in(own, carrier, ID);
    }
    int right = -1;
    if (kind && thing->name) {
        right = PyDict_CheckExact(thing->keys) && PyUnicode_CheckExact(kind);
        if (right) {
            thing->kind = kind_of(read->core, kind, carrier);
            right = thing->kind ? 1 : -1;
        }
    }
    Py_XDECREF(kind);
    return right;
}

/* Dossiers come out of files or a database, and were put in order by Python: they lie scattered, and far away. */
static void bring_near(PyObject *carriers) {
    Py_ssize_t count = PyTuple_GET_SIZE(carriers);
    PyObject **each = &PyTuple_GET_ITEM(carriers, 0);
    for (Py_ssize_t i = 0; i < count; i++) {
        NEAR((char *)each[i] - 3 * sizeof(PyObject *)); /* where it has its dictionary */
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *own = own_of(each[i]);
        if (own) {
            NEAR(own);
        }
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        near_keys(own_of(each[i]), 2);
    }
}

/* Take up all things, and put what is known of each where its kind has it: 1, or 0 when they are left to Python. */
static int take_all(Read *read, PyObject *evidence, PyObject *facts, PyObject *listed) {
    int right = 1;
    bring_near(evidence);
    for (Py_ssize_t i = 0; right == 1 && i < PyTuple_GET_SIZE(evidence); i++) {
        right = take(read, PyTuple_GET_ITEM(evidence, i), EVIDENCE);
    }
    if (right == 1 && read->core->applicant) {
        right = take(read, facts, APPLICANT);
    }
    if (listed) {
        bring_near(listed);
    }
    for (Py_ssize_t i = 0; right == 1 && listed && i < PyTuple_GET_SIZE(listed); i++) {
        right = take(read, PyTuple_GET_ITEM(listed, i), VERDICT);
    }
    size_t places = 1;
    for (Py_ssize_t i = 0; right == 1 && i < read->taken; i++) {
        places += (size_t)read->things[i].kind->places_count;
        near_keys(read->things[i].keys, 5);
    }
    PyObject **next = read->values = PyMem_Malloc(places * sizeof(PyObject *));
    if (!next) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; right == 1 && i < read->taken; i++) {
        Thing *thing = &read->things[i];
        thing->values = next;
        next += thing->kind->places_count;
        right = lay_out(thing->kind, thing->keys, thing->values);
    }
    return right;
}

/* Let a thing that was taken up count: the next of those that do. */
static word *let_count(Read *read, Py_ssize_t taken) {
    Thing one = read->things[taken];
    read->things[taken] = read->things[read->count];
    read->things[read->count] = one;
    return read->rows + 2 * read->core->wide * read->count++;
}

static int items(Read *read, Py_ssize_t items_, PyObject *undated, PyObject *doubled) {
    Py_ssize_t wide = read->core->wide;
    for (Py_ssize_t i = 0; i < items_; i++) {
        Py_ssize_t place = read->count, gaps = read->gaps_count;
        word *row = let_count(read, i);
        if (look_up(read, place, row)) {
            return -1;
        }
        if (!any(row + wide, wide)) {
            read->count--; /* nothing asks for it */
            while (read->gaps_count > gaps) {
                Py_DECREF(read->gaps[--read->gaps_count].row);
            }
            continue;
        }
        if (hang(read, place, row) || doubt(&read->things[place], undated, doubled)) {
            return -1;
        }
        if (read->things[place].doubt) {
            memset(row, 0, (size_t)wide * sizeof(word));
        }
        join(read->surely, row, wide);
        join(read->maybe, row + wide, wide);
    }
    return 0;
}

static int applicant(Read *read, Py_ssize_t taken) {
    Py_ssize_t place = read->count, wide = read->core->wide;
    word *row = let_count(read, taken);
    if (look_up(read, place, row) || hang(read, place, row)) {
        return -1;
    }
    join(read->surely, row, wide);
    join(read->maybe, row + wide, wide);
    return 0;
}

/* Verdicts */

static int truth_of(PyObject *of, PyObject *name) {
    PyObject *value = get(of, name);
    int truth = value ? PyObject_IsTrue(value) : -1;
    Py_XDECREF(value);
    return truth;
}

static int verdicts(Read *read, Py_ssize_t first, PyObject *undated) {
    Core *core = read->core;
    Py_ssize_t wide = core->wide, count = read->taken - first;
    char *achieved = PyMem_Calloc((size_t)count + 1, 1);
    int right = achieved ? 1 : -1;
    if (!achieved) {
        PyErr_NoMemory();
    }
    for (Py_ssize_t i = 0; right == 1 && i < count; i++) {
        Py_ssize_t place = read->count;
        word *row = let_count(read, first + i);
        PyObject *verdict = read->things[place].carrier;
        int said = truth_of(verdict, ACHIEVED);
        if (said < 0 || look_up(read, place, row) || hang(read, place, row) ||
            doubt(&read->things[place], undated, NULL) ||
            speak(read, verdict, said, read->speaks + i * core->deep)) {
            right = -1;
            break;
        }
        achieved[i] = (char)said;
        if (read->things[place].doubt) {
            memset(row, 0, (size_t)wide * sizeof(word));
        }
    }
    for (Py_ssize_t i = 0; right == 1 && i < core->tested_count; i++) {
        right = assess(read, &core->tested[i], achieved) ? -1 : 1;
    }
    PyMem_Free(achieved);
    return right;
}

/* Judgements */

static int judge(Read *read, PyObject *answers) {
    Core *core = read->core;
    Py_ssize_t bits = core->bits;
    word *yes = NULL;
    int right = 0;
    for (Py_ssize_t i = 0; !right && i < PyTuple_GET_SIZE(answers); i++) {
        PyObject *answer = PyTuple_GET_ITEM(answers, i), *clause = get(answer, JUDGEMENT);
        PyObject *asked = clause ? PyDict_GetItemWithError(core->judged, clause) : NULL;
        if (asked) {
            PyObject *of = get(answer, RULESET);
            int said = of ? truth_of(answer, ANSWER) : -1;
            if (!yes && !(yes = PyMem_Calloc(2 * (size_t)bits, sizeof(word)))) {
                PyErr_NoMemory();
            }
            right = said < 0 || !yes ? -1 : 0;
            for (Py_ssize_t j = 0; !right && j < PyTuple_GET_SIZE(asked); j++) {
                PyObject *each = PyTuple_GET_ITEM(asked, j), *owner = PyTuple_GET_ITEM(each, 1);
                int same = owner == Py_None ? 1 : PyObject_RichCompareBool(of, owner, Py_EQ);
                Py_ssize_t bit = PyLong_AsSsize_t(PyTuple_GET_ITEM(each, 0));
                if (same < 0 || bit < 0 || bit >= 64 * bits) {
                    right = -1;
                } else if (same) {
                    put(said ? yes : yes + bits, bit);
                }
            }
            Py_XDECREF(of);
        }
        Py_XDECREF(clause);
        if (!clause || (!asked && PyErr_Occurred())) {
            right = -1;
        }
    }
    for (Py_ssize_t w = 0; yes && w < bits; w++) {
        word no = yes[bits + w];
        read->surely[w] |= yes[w] & ~no;
        read->maybe[w] &= ~(no & ~yes[w]);
    }
    PyMem_Free(yes);
    return right;
}

/* All of it */

static int room(Read *read, Py_ssize_t things, Py_ssize_t verdicts_) {
    Core *core = read->core;
    Py_ssize_t deep = core->deep, sizes[] = {
        things * 2 * core->wide, core->bits, core->bits, core->vectors * 2 * deep,
        core->rulesets * 4 * deep, core->slots * 4 * deep, verdicts_ * deep,
    };
    word **parts[] = {&read->rows, &read->surely, &read->maybe, &read->vectors, &read->sides, &read->slots,
                      &read->speaks};
    Py_ssize_t whole = 1;
    for (int i = 0; i < 7; i++) {
        whole += sizes[i];
    }
    read->block = PyMem_Malloc((size_t)whole * sizeof(word));
    read->things = PyMem_Malloc((size_t)(things + 1) * sizeof(Thing));
    read->covers = PyMem_Calloc((size_t)(things * core->sets) + 1, sizeof(word *));
    if (!read->block || !read->things || !read->covers) {
        PyErr_NoMemory();
        return -1;
    }
    word *next = read->block;
    for (int i = 0; i < 7; i++) {
        *parts[i] = next;
        next += sizes[i];
    }
    memcpy(read->surely, core->blank_bits, 2 * (size_t)core->bits * sizeof(word));
    memcpy(read->vectors, core->blank_vectors, 2 * (size_t)(core->vectors * deep) * sizeof(word));
    memset(read->sides, 0, (size_t)((core->rulesets + core->slots) * 4 * deep) * sizeof(word));
    return 0;
}

/* Read a dossier: 1 when it is read, 0 when it is left to Python, -1 with an exception set. */
int read_dossier(Read *read) {
    if (name_all()) {
        return -1;
    }
    Core *core = read->core;
    int right = -1;
    PyObject *undated = PyObject_GenericGetAttr(read->prepared, UNDATED);
    PyObject *doubled = PyObject_GenericGetAttr(read->prepared, DOUBLED);
    read->dossier = PyObject_GenericGetAttr(read->prepared, DOSSIER);
    PyObject *evidence = read->dossier ? get(read->dossier, EVIDENCES) : NULL;
    PyObject *listed = evidence ? get(read->dossier, VERDICTS) : NULL;
    PyObject *answers = listed ? get(read->dossier, JUDGEMENTS) : NULL;
    PyObject *facts = answers ? get(read->dossier, APPLICANTS) : NULL;
    if (!undated || !doubled || !facts) {
        goto done;
    }
    read->applicant_keys = get(facts, KEYS);
    if (!read->applicant_keys) {
        goto done;
    }
    right = PyFrozenSet_CheckExact(undated) && PyDict_CheckExact(doubled) && PyTuple_CheckExact(evidence) &&
            PyTuple_CheckExact(listed) && PyTuple_CheckExact(answers) && PyDict_CheckExact(read->applicant_keys) &&
            PyTuple_GET_SIZE(evidence) < 100000 && PyTuple_GET_SIZE(listed) < 100000;
    if (right != 1) {
        goto done;
    }
    Py_ssize_t spoken = core->tested_count ? PyTuple_GET_SIZE(listed) : 0, items_ = PyTuple_GET_SIZE(evidence);
    right = room(read, items_ + spoken + 1, spoken) ? -1 : take_all(read, evidence, facts, spoken ? listed : NULL);
    if (right != 1) {
        goto done;
    }
    if (items(read, items_, undated, doubled) || (core->applicant && applicant(read, items_))) {
        right = -1;
    }
    read->shown = read->count;
    if (right == 1) {
        right = measure(read);
    }
    if (right == 1 && PyTuple_GET_SIZE(answers)) {
        right = judge(read, answers) ? -1 : 1;
    }
    if (right == 1) {
        right = align(read) ? -1 : 1;
    }
    if (right == 1 && spoken) {
        right = verdicts(read, items_ + (core->applicant != 0), undated);
    }
done:
    Py_XDECREF(undated);
    Py_XDECREF(doubled);
    Py_XDECREF(evidence);
    Py_XDECREF(listed);
    Py_XDECREF(answers);
    Py_XDECREF(facts);
    return right;
}
