/* Counts, sums and spans over what passes a screen, or may. Sums are of thousandths; what does not go into these is
 * added up by Python. */
#include "core.h"

#define THOUSAND 1000
#define MOST ((int64_t)1 << 40)
#define FIRST_DAY 1
#define LAST_DAY 3652059

/* A decimal number in thousandths: 1, or 0 when it is not one that is added up here. */
static int thousandths(PyObject *value, int64_t *into) {
    static PyObject *decimal;
    if (!decimal) {
        PyObject *module = PyImport_ImportModule("decimal");
        decimal = module ? PyObject_GetAttrString(module, "Decimal") : NULL;
        Py_XDECREF(module);
        if (!decimal) {
            return -1;
        }
    }
    if ((PyObject *)Py_TYPE(value) != decimal) {
        return 0;
    }
    int right = 0, over = 0;
    PyObject *whole = PyNumber_Long(value);
    if (!whole) { /* infinite, or no number */
        PyErr_Clear();
        return 0;
    }
    long long number = PyLong_AsLongLongAndOverflow(whole, &over);
    if (!over && number < MOST / THOUSAND && -number < MOST / THOUSAND) {
        right = PyObject_RichCompareBool(value, whole, Py_EQ);
        *into = (int64_t)number * THOUSAND;
        if (right == 0) { /* it has a fraction */
            PyObject *ratio = PyObject_CallMethod(value, "as_integer_ratio", NULL);
            if (ratio && PyTuple_Check(ratio) && PyTuple_GET_SIZE(ratio) == 2) {
                long long above = PyLong_AsLongLongAndOverflow(PyTuple_GET_ITEM(ratio, 0), &over);
                int wide = 0;
                long long below = PyLong_AsLongLongAndOverflow(PyTuple_GET_ITEM(ratio, 1), &wide);
                if (!over && !wide && below > 0 && below <= THOUSAND && THOUSAND % below == 0) {
                    *into = (int64_t)above * (THOUSAND / below);
                    right = 1;
                }
            }
            Py_XDECREF(ratio);
            right = ratio ? right : -1;
        }
    }
    Py_DECREF(whole);
    return right;
}

/* The same of an amount; of those that came by lately it is known. */
static int weigh(Core *core, PyObject *amount, int64_t *into) {
    Weighed *lately = &core->weighed[at_address(amount, AMOUNTS)];
    if (lately->amount != amount) {
        int right = thousandths(PyTuple_GET_ITEM(amount, 0), into);
        if (right == 1) {
            PyObject *before = lately->amount;
            Py_INCREF(amount);
            lately->amount = amount;
            lately->thousandths = *into;
            Py_XDECREF(before);
        }
        return right;
    }
    *into = lately->thousandths;
    return 1;
}

/* Whether a value is an amount, in the unit that is declared, if one is. */
static int is_amount(PyObject *value, const Adds *adds) {
    if (!value || !PyTuple_CheckExact(value) || PyTuple_GET_SIZE(value) != 2) {
        return 0;
    }
    PyObject *unit = PyTuple_GET_ITEM(value, 1);
    return !adds->declared || unit == adds->unit ||
           (PyUnicode_Check(unit) && PyUnicode_Check(adds->unit) && !PyUnicode_Compare(unit, adds->unit));
}

/* Whether it is known how much a thing adds. */
int amount_known(Read *read, Py_ssize_t place, int of) {
    const Adds *adds = &read->things[place].kind->adds[of];
    PyObject *value = read->things[place].values[adds->place];
    return !adds->declared || (!value && adds->none) || is_amount(value, adds);
}

/* What a thing adds: 1, or 0 when Python has to add up. */
static int adds_of(Read *read, Py_ssize_t place, int of, Added *into) {
    Core *core = read->core;
    Thing *thing = &read->things[place];
    const Adds *adds = &thing->kind->adds[of];
    if (adds->odd) {
        return 0;
    }
    PyObject *value = thing->values[adds->place];
    into->unit = adds->declared ? adds->unit : NULL;
    into->endless = 0;
    int amount = is_amount(value, adds);
    if (amount) {
        int right = weigh(core, value, &into->low);
        into->high = into->low;
        return right;
    }
    if (!adds->declared) {
        into->low = into->high = 0;
        return !value || value == Py_Ellipsis;
    }
    int which = value != NULL;
    into->low = adds->low[which];
    into->high = adds->high[which];
    into->endless = adds->endless[which];
    return 1;
}

static const Added *added(Read *read, Py_ssize_t place, int of, int *failed) {
    Py_ssize_t kinds = PyTuple_GET_SIZE(read->core->of);
    if (!read->added) {
        read->added = PyMem_Calloc((size_t)(read->shown * kinds) + 1, sizeof(Added));
        if (!read->added) {
            PyErr_NoMemory();
            *failed = -1;
            return NULL;
        }
    }
    Added *one = &read->added[place * kinds + of];
    if (!one->done) {
        int right = adds_of(read, place, of, one);
        if (right < 0) {
            *failed = -1;
            return NULL;
        }
        one->done = right ? 1 : -1;
    }
    return one->done > 0 ? one : NULL;
}

static int enough(int64_t low, int64_t high, int endless, int64_t wanted) {
    return low >= wanted ? TRUE_ : !endless && high < wanted ? FALSE_ : UNKNOWN_;
}

static void tell(Read *read, Py_ssize_t bit, int truth) {
    if (truth == FALSE_) {
        drop(read->maybe, bit);
    } else {
        put(read->maybe, bit);
    }
    if (truth == TRUE_) {
        put(read->surely, bit);
    } else {
        drop(read->surely, bit);
    }
}

static void count(Read *read, const Meter *meter, Py_ssize_t screen) {
    Py_ssize_t wide = read->core->wide;
    int64_t surely = 0, maybe = 0;
    for (Py_ssize_t place = 0; place < read->shown; place++) {
        const word *row = read->rows + 2 * wide * place;
        maybe += has(row + wide, screen);
        surely += has(row + wide, screen) && has(row, screen);
    }
    for (Py_ssize_t i = 0; i < meter->count; i++) {
        tell(read, meter->tells[i].bit, enough(surely, maybe, 0, meter->tells[i].wanted));
    }
}

/* A sum: 1, or 0 when Python has to add up. */
static int total(Read *read, const Meter *meter, Py_ssize_t screen) {
    Py_ssize_t wide = read->core->wide;
    int64_t low = 0, high = 0;
    int endless = 0, mixed = 0, failed = 0;
    PyObject *unit = NULL;
    for (Py_ssize_t place = 0; place < read->shown; place++) {
        const word *row = read->rows + 2 * wide * place;
        if (!has(row + wide, screen)) {
            continue;
        }
        const Added *one = added(read, place, meter->of, &failed);
        if (!one) {
            return failed;
        }
        if (one->unit) {
            mixed |= unit && unit != one->unit && PyUnicode_Compare(unit, one->unit);
            unit = one->unit;
        }
        int sure = has(row, screen);
        if (sure || one->low < 0) {
            low += one->low;
        }
        if (one->endless) {
            endless = 1;
        } else if (sure || one->high > 0) {
            high += one->high;
        }
    }
    for (Py_ssize_t i = 0; i < meter->count; i++) {
        const Tell *asked = &meter->tells[i];
        int fits = !mixed && (!unit || unit == asked->unit || !PyUnicode_Compare(unit, asked->unit));
        tell(read, asked->bit, fits ? enough(low, high, endless, asked->wanted) : UNKNOWN_);
    }
    return 1;
}

typedef struct {
    int first, last;
} Days;

static int earlier(const void *one, const void *other) {
    const Days *a = one, *b = other;
    return a->first != b->first ? (a->first > b->first) - (a->first < b->first)
                                : (a->last > b->last) - (a->last < b->last);
}

/* The days that are covered, each once. */
static int64_t covered(Days *days, Py_ssize_t count_) {
    int64_t found = 0;
    int reached = 0;
    qsort(days, (size_t)count_, sizeof(Days), earlier);
    for (Py_ssize_t i = 0; i < count_; i++) {
        int from = days[i].first > reached ? days[i].first : reached;
        if (days[i].last > from) {
            found += days[i].last - from;
        }
        if (days[i].last > reached) {
            reached = days[i].last;
        }
    }
    return found;
}

/* A day: the day, 0 when nothing is known, -1 when what is known is no day. */
static int day_at(PyObject *value) {
    return !value || value == Py_Ellipsis ? 0 : is_day(value) ? day_of(value) : -1;
}

/* The same of the first day of the programme; -2 with an exception set. */
static int start_of(Read *read) {
    static PyObject *start;
    if (!start && !(start = PyUnicode_InternFromString("start"))) {
        return -2;
    }
    PyObject *value = PyDict_GetItemWithError(read->applicant_keys, start);
    return !value && PyErr_Occurred() ? -2 : day_at(value);
}

/* A span: 1, or 0 when Python has to measure. */
static int span(Read *read, const Meter *meter, Py_ssize_t screen) {
    Core *core = read->core;
    Py_ssize_t wide = core->wide, sures = 0, maybes = 0;
    int until = meter->of == 0 ? core->on : meter->of == 1 ? start_of(read) : meter->day;
    if (until < 0) {
        return until == -2 ? -1 : 0;
    }
    int known = until > 0;
    until = known ? until : LAST_DAY;
    Days *days = PyMem_Malloc((size_t)(2 * read->shown + 1) * sizeof(Days));
    if (!days) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t place = 0; place < read->shown; place++) {
        const word *row = read->rows + 2 * wide * place;
        const Thing *thing = &read->things[place];
        if (!has(row + wide, screen) || !thing->kind->spans) {
            continue;
        }
        int begin = day_at(thing->values[thing->kind->from]), end = day_at(thing->values[thing->kind->to]);
        Days one = {begin > 0 ? begin : FIRST_DAY, end > 0 && end < until ? end : until};
        days[read->shown + maybes++] = one;
        if (has(row, screen) && known && begin && end) {
            days[sures++] = one;
        }
    }
    int64_t low = covered(days, sures), high = covered(days + read->shown, maybes);
    for (Py_ssize_t i = 0; i < meter->count; i++) {
        tell(read, meter->tells[i].bit, enough(low, high, 0, meter->tells[i].wanted));
    }
    PyMem_Free(days);
    return 1;
}

/* Have Python measure what passes a screen. */
static int by_python(Read *read, Py_ssize_t screen) {
    Core *core = read->core;
    Py_ssize_t wide = core->wide;
    PyObject *met = PyList_New(0), *told = NULL;
    for (Py_ssize_t place = 0; met && place < read->shown; place++) {
        const word *row = read->rows + 2 * wide * place;
        if (!has(row + wide, screen)) {
            continue;
        }
        Thing *thing = &read->things[place];
        PyObject *one = Py_BuildValue("(OOi)", thing->kind->name, thing->carrier, has(row, screen) ? TRUE_ : UNKNOWN_);
        if (!one || PyList_Append(met, one)) {
            Py_CLEAR(met);
        }
        Py_XDECREF(one);
    }
    if (met) {
        told = ask(core, "measure", "(nOO)", screen, met, read->dossier);
        Py_DECREF(met);
    }
    int right = told && PyList_Check(told) ? 1 : -1;
    for (Py_ssize_t i = 0; right == 1 && i < PyList_GET_SIZE(told); i++) {
        Py_ssize_t bit;
        int truth;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(told, i), "ni", &bit, &truth) || bit < 0 || bit >= 64 * core->bits) {
            right = -1;
        } else {
            tell(read, bit, truth);
        }
    }
    Py_XDECREF(told);
    return right;
}

/* All that is counted and measured of what passes a screen. */
static int measured(Read *read, const Counted *asked) {
    int right = !asked->python;
    for (Py_ssize_t i = 0; right == 1 && i < asked->count; i++) {
        const Meter *meter = &asked->meters[i];
        if (meter->type == COUNT) {
            count(read, meter, asked->screen);
        } else {
            right = meter->type == TOTAL ? total(read, meter, asked->screen) : span(read, meter, asked->screen);
        }
    }
    return right == 0 ? by_python(read, asked->screen) : right;
}

int measure(Read *read) {
    Core *core = read->core;
    for (Py_ssize_t i = 0; i < core->counted_count; i++) {
        const Counted *asked = &core->counted[i];
        if ((asked->always || has(read->maybe, asked->screen)) && measured(read, asked) != 1) {
            return -1;
        }
    }
    return 1;
}
