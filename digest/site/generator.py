"""Templates become plainer Python than Jinja's own generator writes: the same text in two thirds of the time.

What it leaves away are questions whose answer is known here: whether a call wants the template's context (none of ours
does), whether a value is a mapping (most are objects), and a `Markup` around each text that is escaped, only to be
joined with others.
"""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import markupsafe
from jinja2.compiler import CodeGenerator, optimizeconst
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import nodes
    from jinja2.compiler import Frame, MacroRef

# What `escape` does with a text, without a `Markup` around what comes out; it has no public name.
ESCAPED: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)


class Generator(CodeGenerator):
    """Writes Python for templates of an environment that escapes everything, and that has `escaped` and `macro`."""

    def write_commons(self) -> None:
        """Write what each function begins with."""
        self.writeline("escaped = environment.escaped")
        super().write_commons()

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if _is_escaped(frame, finalize):
            self.write("(escaped(_value) if (_kind := (_value := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if _is_escaped(frame, finalize):
            self.write(").__class__) is str else _value if _kind is Markup else escape(_value))")
        else:
            super()._output_child_post(node, frame, finalize)

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 -- as its base has it
        """Write `thing.name`; Jinja's own function is asked where that is no attribute, but the key of a mapping."""
        self.write("(_found if (_found := getattr(_thing := (")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing else environment.getattr(_thing, {node.attr!r}))")

    @optimizeconst
    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002, N802 -- as its base has it
        """Write a call as a call."""
        self.visit(node.node, frame)
        caller = {"caller": "caller"} if forward_caller else None
        arguments = self._written(lambda: self.signature(node, frame, caller))
        self.write(f"({arguments.removeprefix(', ')})")  # Jinja puts a comma before each

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write what makes a macro."""
        made = self._written(lambda: super(Generator, self).macro_def(macro_ref, frame))
        self.write(made.replace("Macro(", "environment.macro(", 1))

    def _written(self, write: Callable[[], None]) -> str:
        """Return what is written meanwhile."""
        stream, self.stream = self.stream, StringIO()
        write()
        text, self.stream = self.stream.getvalue(), stream
        return text


class PlainMacro(Macro):
    """A macro whose arguments mostly come in their order."""

    def __call__(self, *arguments: Any, **named: Any) -> Markup:  # noqa: ANN401 -- whatever a template hands over
        """Return what the macro makes."""
        more = self._argument_count - len(arguments)
        if named or more < 0 or self.caller or self.catch_kwargs or self.catch_varargs:
            return Markup(super().__call__(*arguments, **named))  # noqa: S704 -- it is escaped
        return Markup(self._func(*arguments, *[missing] * more))  # noqa: S704 -- as above


def _is_escaped(frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> bool:
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None
