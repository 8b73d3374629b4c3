"""What is always asked the same way is a function in PostgreSQL: how migrations make it, and how the ORM asks it. Source: ADR 0115."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.migrations import RunSQL
from django.db.models import Expression, Field, Func, Model, QuerySet, Subquery, Value
from django.db.models.sql import Query
from django.db.models.sql.datastructures import BaseTable

Row = TypeVar("Row", bound=Model)


def run_file(path: Path, *, fingerprint: str) -> RunSQL:
    """A migration's step that makes what a file beside the code says, such as a function.

    Takes   fingerprint  the file's when the migration was written; a test wants a new migration when the file has changed since
    """
    return RunSQL(path.read_text(encoding="utf-8"), RunSQL.noop, hints={"file": path.name, "fingerprint": fingerprint})


def fingerprint_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


class Keys(Func):
    """The keys that a function of the database gives, to be held against with `__in`: `person__in=Keys("intake_followed_by", user, today)`.

    Takes   arguments  plain values, or expressions
            column     which of the function's columns, when it has several; where it is empty there is no key, so that the opposite of
                       being among them can be asked too
    """

    template = "(SELECT * FROM %(function)s(%(expressions)s))"
    of_column = "(SELECT %(column)s FROM %(function)s(%(expressions)s) WHERE %(column)s IS NOT NULL)"

    def __init__(self, function: str, *arguments: Any, column: str = "") -> None:
        template = self.of_column if column else self.template
        super().__init__(*map(as_argument, arguments), function=function, column=column, template=template)


class EitherKeys(Func):
    """The keys that one or another function gives: the database can start from an index for all of them together."""

    template = "(%(expressions)s)"
    arg_joiner = " UNION ALL "


class ArrayOf(Func):
    """What a subquery gives, as an array; of rows that the ORM knows there are none of, as of `none()`, it writes no subquery."""

    def as_sql(self, compiler: Any, connection: Any, *named: Any, **extra_context: Any) -> tuple[str, tuple[Any, ...]]:
        (asked,) = self.source_expressions
        try:
            sql, params = compiler.compile(asked)
        except EmptyResultSet:
            return "'{}'::bigint[]", ()
        return f"ARRAY{sql}", tuple(params)


def as_argument(value: Any) -> Any:
    """A plain value as an expression; a collection of keys becomes an array."""
    if hasattr(value, "resolve_expression"):
        return value
    return Value([*value] if isinstance(value, (frozenset, set, tuple)) else value)


def array_of(keys: QuerySet[Any] | Keys) -> ArrayOf:
    """The keys of rows, or those a function gives, as one argument: what another function is asked about."""
    return ArrayOf(Subquery(keys.order_by().values("pk")) if isinstance(keys, QuerySet) else keys)


def ask(function: str, *arguments: Any) -> list[dict[str, Any]]:
    """The rows a function of the database gives, by the names of their columns. Cost: one query.

    Takes   arguments  plain values, or expressions such as `array_of`
    """
    query = Query(None)
    compiler = query.get_compiler(connection=connection)
    asked = [compiler.compile(as_argument(each).resolve_expression(query)) for each in arguments]
    listed = ", ".join(sql for sql, _params in asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}({listed})", [param for _sql, params in asked for param in params])  # noqa: S608  names of ours
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


class FunctionTable(BaseTable):
    """A function of the database among the tables of a query, one row of it for each row the query starts from."""

    def __init__(self, function: str, alias: str, arguments: tuple[Any, ...], key: str, base: str) -> None:
        super().__init__(function, alias)
        self.arguments, self.key, self.base = arguments, key, base

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        asked = [compiler.compile(each) for each in self.arguments]
        listed = ", ".join(sql for sql, _params in asked)
        alias, base = map(compiler.quote_name_unless_alias, (self.table_alias, self.base))
        sql = f"INNER JOIN {self.table_name}({listed}) AS {alias} ON ({alias}.{self.key} = {base}.id)"
        return sql, tuple(param for _sql, params in asked for param in params)

    def relabeled_clone(self, change_map: Mapping[Any, str]) -> FunctionTable:
        alias, base = (str(change_map.get(each, each)) for each in (self.table_alias, self.base))
        return type(self)(self.table_name, alias, self.arguments, self.key, base)


class Column(Expression):
    """A column of a function in the FROM clause."""

    def __init__(self, alias: str, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.alias, self.name = alias, name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return f"{compiler.quote_name_unless_alias(self.alias)}.{self.name}", ()

    def relabeled_clone(self, change_map: Mapping[str, str]) -> Column:
        return type(self)(change_map.get(self.alias, self.alias), self.name, self.output_field)


def joined(scope: QuerySet[Row], function: str, *arguments: Any, key: str, columns: Mapping[str, Field[Any, Any]]) -> QuerySet[Row]:
    """Rows with what a function of the database gives about each; rows it gives nothing about fall out.

    Takes   key      the function's column that holds the rows' key
            columns  those of its columns to annotate the rows with, by name
    Cost    the function is called once a query, however many rows there are
    """
    rows = scope.all()
    query = rows.query
    base = query.get_initial_alias()
    asked = tuple(as_argument(each).resolve_expression(query) for each in arguments)
    alias, _is_new = query.table_alias(function, create=True)
    query.alias_map[alias] = FunctionTable(function, alias, asked, key, base)
    annotated: QuerySet[Row] = rows.annotate(**{name: Column(alias, name, field) for name, field in columns.items()})
    return annotated
