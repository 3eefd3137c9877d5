"""exp, log and the normal quantile from + - * / and the square root alone.

A processor rounds these five operations alike everywhere, in Python as in compiled code; it does not
so for the functions of a mathematics library. There is no branch, so loops that call them vectorise.
Relative errors, measured against 40 digits: exp 0.6, log 0.7, normal_quantile 2.7 units of 2**-52.

Sources: K. C. Ng, Sun Microsystems' fdlibm 5.3, ``e_exp.c`` and ``e_log.c`` (1993, freely granted);
M. J. Wichura (1988), Algorithm AS 241, Applied Statistics 37(3), 477-484.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, inlined

sqrt = math.sqrt

LARGEST = 709.0  # exp of it is 8.2e307: a larger argument counts as this one, so nothing overflows
SMALLEST = -708.0  # exp of it is 3.3e-308, still a normal number
TINY = 2.2250738585072014e-308  # the least normal number

PER_LN2 = 1.44269504088896338700e00  # 1 / ln 2
LN2_HIGH = 6.93147180369123816490e-01  # 32 bits, so that a product with an exponent is exact
LN2_LOW = 1.90821492927058770002e-10
TO_INTEGER = 6755399441055744.0  # 1.5 * 2**52: adding it rounds to an integer, held in the low bits

FRACTION = 0xFFFFFFFFFFFFF  # the 52 bits of a float's fraction
EXPONENT = 0x7FF  # the 11 bits of its exponent
HALF_ROOT = 0x3FE6A09E667F3BCD  # the bits of sqrt(1/2)
TO_ROOT = 0x3FF0000000000000 - HALF_ROOT  # moves the step between exponents from 1 to sqrt(1/2)
INTEGER_BITS = 0x4330000000000000  # the bits of 2**52: an integer in its fraction is added to it
INTEGER_BIAS = 4503599627370496.0 + 1023.0


@inlined
def _bits(x: float) -> int:
    """The 64 bits of a float as an integer."""
    return int(np.float64(x).view(np.int64))


@inlined
def _from_bits(bits: int) -> float:
    """The float that has these 64 bits."""
    return float(np.int64(bits).view(np.float64))


@inlined
def exp(x: float) -> float:
    r"""Exponential, :math:`e^x = 2^k e^r` with :math:`|r| \le \ln(2) / 2`; x is first cut to [-708, 709].

    So the result lies in [3.3e-308, 8.2e307]: never zero, never infinite. NaN gives NaN.
    """
    x = LARGEST if x > LARGEST else x
    x = SMALLEST if x < SMALLEST else x
    shifted = x * PER_LN2 + TO_INTEGER
    k = shifted - TO_INTEGER
    high = x - k * LN2_HIGH
    low = k * LN2_LOW
    r = high - low
    q = r * r
    c = 4.13813679705723846039e-08
    c = c * q - 1.65339022054652515390e-06
    c = c * q + 6.61375632143793436117e-05
    c = c * q - 2.77777777770155933842e-03
    c = c * q + 1.66666666666666019037e-01
    c = r - q * c
    power_of_two = _from_bits(((_bits(shifted) + 1023) & EXPONENT) << 52)
    return (1.0 - ((low - (r * c) / (2.0 - c)) - high)) * power_of_two


@inlined
def log(x: float) -> float:
    r"""Natural logarithm, :math:`k \ln 2 + \ln(1 + f)` with :math:`1 + f` in [sqrt(1/2), sqrt(2)).

    The caller guarantees x > 0. Below the least normal number, zero and less included, x counts as
    that number: the result is -708.4, never minus infinity. Infinity and NaN give themselves.
    """
    bits = _bits(TINY if x < TINY else x) + TO_ROOT
    k = _from_bits(((bits >> 52) & EXPONENT) | INTEGER_BITS) - INTEGER_BIAS
    f = _from_bits((bits & FRACTION) + HALF_ROOT) - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    odd = 1.818357216161805012e-01 + w * 1.479819860511658591e-01
    odd = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01 + w * odd))
    half_square = 0.5 * f * f
    result = s * (half_square + (even + odd)) + k * LN2_LOW - half_square + f + k * LN2_HIGH
    return result if x < math.inf else x


@inlined
def power(x: float, a: float) -> float:
    r"""Power, :math:`x^a = e^{a \ln x}` for x > 0; relative error up to \|a ln x\| * 2**-52."""
    return exp(a * log(x))


# AS 241, numerators and denominators by rising power. Centre: |u - 0.5| <= 0.425; then the middle up
# to sqrt(-ln u) = 5; then the far tail, beyond 1.4e-11, which a 32-bit uniform number never reaches.
CENTRE_TOP = (
    3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
    1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
    3.3430575583588128105e4, 2.5090809287301226727e3,
)  # fmt: skip
CENTRE_BOTTOM = (
    1.0, 4.2313330701600911252e1, 6.8718700749205790830e2,
    5.3941960214247511077e3, 2.1213794301586595867e4, 3.9307895800092710610e4,
    2.8729085735721942674e4, 5.2264952788528545610e3,
)  # fmt: skip
MIDDLE_TOP = (
    1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
    3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
    2.27238449892691845833e-2, 7.74545014278341407640e-4,
)  # fmt: skip
MIDDLE_BOTTOM = (
    1.0, 2.05319162663775882187e0, 1.67638483018380384940e0,
    6.89767334985100004550e-1, 1.48103976427480074590e-1, 1.51986665636164571966e-2,
    5.47593808499534494600e-4, 1.05075007164441684324e-9,
)  # fmt: skip
FAR_TOP = (
    6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
    2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
    2.71155556874348757815e-5, 2.01033439929228813265e-7,
)  # fmt: skip
FAR_BOTTOM = (
    1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1,
    1.48753612908506148525e-2, 7.86869131145613259100e-4, 1.84631831751005468180e-5,
    1.42151175831644588870e-7, 2.04426310338993978564e-15,
)  # fmt: skip


@inlined
def _of_region(central: bool, middle: bool, a: float, b: float, c: float) -> float:
    """Choose by region; all three are at hand, so this is a blend, not a branch."""
    tail = b if middle else c
    return a if central else tail


@inlined
def normal_quantile(u: float) -> float:
    r"""Standard normal quantile, :math:`\Phi^{-1}(u)` for u in (0, 1) (AS 241, PPND16).

    Outside (0, 1) it is -37.5 or 37.5, as at the least normal number. NaN gives NaN.
    """
    q = u - 0.5
    t = sqrt(-log(u if q < 0.0 else 1.0 - u))
    central = abs(q) <= 0.425
    middle = t <= 5.0
    x = _of_region(central, middle, 0.180625 - q * q, t - 1.6, t - 5.0)
    top = _of_region(central, middle, CENTRE_TOP[7], MIDDLE_TOP[7], FAR_TOP[7])
    bottom = _of_region(central, middle, CENTRE_BOTTOM[7], MIDDLE_BOTTOM[7], FAR_BOTTOM[7])
    for i in range(6, -1, -1):
        top = top * x + _of_region(central, middle, CENTRE_TOP[i], MIDDLE_TOP[i], FAR_TOP[i])
        bottom = bottom * x + _of_region(central, middle, CENTRE_BOTTOM[i], MIDDLE_BOTTOM[i], FAR_BOTTOM[i])
    z = top / bottom
    tail = -z if q < 0.0 else z
    return q * z if central else tail


@inlined
def central_quantile(u: float) -> float:
    """The same for 0.075 <= u <= 0.925 alone, to the bit."""
    q = u - 0.5
    x = 0.180625 - q * q
    top, bottom = CENTRE_TOP[7], CENTRE_BOTTOM[7]
    for i in range(6, -1, -1):
        top = top * x + CENTRE_TOP[i]
        bottom = bottom * x + CENTRE_BOTTOM[i]
    return q * (top / bottom)


@compiled
def to_normals(column: NDArray[np.float64]) -> None:
    """Turn uniforms into standard normals, in place: the centre's formula for all, then the tails, one in seven, again.

    Gathered together the tails vectorise as well, and nobody computes the formula of the other region.
    """
    tails, places, n = np.empty(column.size), np.empty(column.size + 1, dtype=np.int64), 0
    for i in range(column.size):
        places[n] = i
        n += 1 if abs(column[i] - 0.5) > 0.425 else 0
    for k in range(n):
        tails[k] = column[places[k]]
    for i in range(column.size):
        column[i] = central_quantile(column[i])
    for k in range(n):
        tails[k] = normal_quantile(tails[k])
    for k in range(n):
        column[places[k]] = tails[k]
