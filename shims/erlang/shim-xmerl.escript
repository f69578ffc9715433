#!/usr/bin/env escript
%%! +B
%% xmerl_sax_parser of Erlang/OTP.

main(Args) ->
    ok = io:setopts(standard_io, [binary, {encoding, latin1}]),
    %% External entities that documents name are empty files in that folder.
    Own = filename:join([filename:dirname(escript:script_name()), "..", "external"]),
    ok = file:set_cwd(os:getenv("SHIM_FOLDER", Own)),
    case Args of
        ["--persistent" | _] -> frames();
        _ ->
            Said = lists:flatten(answer(all(<<>>))),
            io:put_chars(standard_error, [Said, $\n]),
            halt(case Said of "accept" -> 0; "reject" ++ _ -> 1; _ -> 100 end)
    end.

all(Held) ->
    case file:read(standard_io, 65536) of
        {ok, More} -> all(<<Held/binary, More/binary>>);
        eof -> Held
    end.

frames() ->
    case file:read(standard_io, 4) of
        {ok, <<Head:32/little>>} ->
            Size = Head band 16#7fffffff,
            Document = take(Size),
            Said = case Head bsr 31 of
                0 -> answer(Document);
                1 -> "unsupported pieces"
            end,
            io:put_chars([Said, $\n]),
            frames();
        _ -> ok
    end.

take(0) -> <<>>;
take(Size) ->
    {ok, Document} = file:read(standard_io, Size),
    Document.

answer(Document) ->
    try xmerl_sax_parser:stream(Document, [skip_external_dtd]) of
        {ok, _, Rest} ->
            case re:run(Rest, "^[\\s\\x00]*$", [{capture, none}]) of
                match -> "accept";
                nomatch -> "reject something after the root"
            end;
        {fatal_error, _, Reason, _, _} -> ["reject ", line(Reason)];
        {Tag, _, Reason, _, _} -> ["reject ", line({Tag, Reason})];
        Other -> ["reject ", line(Other)]
    catch
        throw:Reason -> ["reject ", line(Reason)];
        Class:Reason -> ["crash ", line({Class, Reason})]
    end.

line(Term) ->
    Text = lists:flatten(io_lib:format("~0tp", [Term])),
    [case C < 32 orelse C > 126 of true -> $?; false -> C end || C <- lists:sublist(Text, 400)].
