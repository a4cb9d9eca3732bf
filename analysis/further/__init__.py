"""What answers can be asked further: why, how large, which pairs, in APA style.

An operation says what is its own (:meth:`Operation.further`, :meth:`Operation.stands_on`);
what families of results have in common is here, a file for each, found by walking the
package. A family is told by the shape of the result, so that a new operation whose result
has a p-value or coefficients can be asked without a change here.
"""
