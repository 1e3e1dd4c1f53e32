(** * The rule "eliminate": an assumption c x^k - h = 0 with c > 0

    h/c is put for x^k, everything is multiplied by powers of c, and of x it stays known that c x^k = h is >= 0. *)

From Symflux Require Export Regions.
Import ListNotations.
Local Open Scope R_scope.

Definition exponent (x : positive) (m : monomial) : N :=
  fold_right (fun f n => if Pos.eqb (fst f) x then (Npos (snd f) + n)%N else n) 0%N m.
Definition without (x : positive) (t : monomial * Q) : monomial * Q :=
  (filter (fun f => negb (Pos.eqb (fst f) x)) (fst t), snd t).
Definition npow (p : poly) (n : N) : poly := match n with N0 => constant 1 | Npos n => ppow p n end.

(** What stands at the powers of x^k, as pairs (a, q); the sum of the q f(a). That p is the sum of the q x^(k a) is
    not proved but computed, so an exponent that k does not divide is found. *)
Definition by_power (x k : positive) (p : poly) : list (N * poly) :=
  map (fun e => ((e / Npos k)%N, of_terms (map (without x) (filter (fun t => N.eqb (exponent x (fst t)) e) (terms p)))))
    (nodup N.eq_dec (map (fun t => exponent x (fst t)) (terms p))).
Definition along (f : N -> poly) : list (N * poly) -> poly :=
  fold_right (fun q => padd (pmul (snd q) (f (fst q)))) (constant 0).
Definition last_of (l : list (N * poly)) : N := fold_right (fun q => N.max (fst q)) 0%N l.

Definition cleared (x k : positive) (c h p : poly) : option poly :=
  let l := by_power x k p in
  let n := last_of l in
  if forallb (fun q => N.leb (fst q) n) l && peq (along (npow (ppow (variable x) k)) l) p
  then Some (along (fun a => pmul (npow h a) (npow c (n - a))) l) else None.

Lemma value_npow at_ p n : value at_ (npow p n) = value at_ p ^ N.to_nat n.
Proof. destruct n; simpl; [rewrite value_constant; apply Q2R_1 | apply value_pow]. Qed.

Lemma cleared_ok at_ x k c h p q : cleared x k c h p = Some q -> value at_ c * at_ x ^ Pos.to_nat k = value at_ h ->
  exists n, value at_ q = value at_ c ^ n * value at_ p.
Proof.
  unfold cleared. destruct (forallb _ _ && _) eqn:E; [|discriminate]. intros H C. injection H as <-.
  apply andb_true_iff in E as [L E]. rewrite <- (peq_ok _ _ E at_). exists (N.to_nat (last_of (by_power x k p))).
  clear E. revert L. generalize (last_of (by_power x k p)). intros n. induction (by_power x k p) as [|[a u] l IH]; simpl; intros L.
  - rewrite !value_constant, Q2R_0. ring.
  - apply andb_true_iff in L as [A L]. apply N.leb_le in A.
    rewrite !value_add, !value_mul, !value_npow, value_pow, value_variable, IH, <- C, Rpow_mult_distr by exact L.
    replace (N.to_nat n) with (N.to_nat a + N.to_nat (n - a))%nat by lia. rewrite pow_add. ring.
Qed.

Fixpoint all_cleared (x k : positive) (c h : poly) (l : list (poly * relation)) : option (list (poly * relation)) :=
  match l with
  | [] => Some []
  | g :: l =>
      match cleared x k c h (fst g), all_cleared x k c h l with
      | Some q, Some l => Some ((q, snd g) :: l)
      | _, _ => None
      end
  end.

(** k, c and h of the assumption; a number c is divided out. *)
Definition solved (x : positive) (r : region) (g : poly) : option (positive * poly * poly) :=
  match last_of (by_power x 1 g) with
  | Npos k =>
      let at_power e := along (fun a => if N.eqb a e then constant 1 else constant 0) (by_power x 1 g) in
      let c := at_power (Npos k) in
      let h := popp (at_power 0%N) in
      if peq (psub (pmul c (ppow (variable x) k)) h) g then
        let (c, h) := if plainly_positive r c then (c, h) else (popp c, popp h) in
        if plainly_positive r c then
          Some match c with Pc a => (k, constant (qmul (Qred (/ a)) a), scale (Qred (/ a)) h) | _ => (k, c, h) end
        else None
      else None
  | N0 => None
  end.

Lemma solved_ok x r at_ g k c h : inside r at_ -> value at_ g = 0 -> solved x r g = Some (k, c, h) ->
  0 < value at_ c /\ value at_ c * at_ x ^ Pos.to_nat k = value at_ h.
Proof.
  intros I Z. unfold solved. destruct (last_of _) as [|n]; [discriminate|].
  set (d := along _ (by_power x 1 g)). set (e := popp _). destruct (peq _ g) eqn:E; [|discriminate].
  apply peq_ok with (at_ := at_) in E. rewrite Z, value_sub, value_mul, value_pow, value_variable in E.
  assert (B : forall d e, value at_ d * at_ x ^ Pos.to_nat n = value at_ e -> plainly_positive r d = true ->
    Some match d with Pc a => (n, constant (qmul (Qred (/ a)) a), scale (Qred (/ a)) e) | _ => (n, d, e) end
      = Some (k, c, h) -> 0 < value at_ c /\ value at_ c * at_ x ^ Pos.to_nat k = value at_ h).
  { clear d e E. intros d e V P. pose proof (plainly_positive_ok r d P at_ I) as Q. simpl in Q.
    destruct d as [a | |]; intros H; injection H as <- <- <-; auto. rewrite value_scale, <- V, value_constant, qmul_ok.
    change (value at_ (Pc a)) with (Q2R a) in *.
    assert (J : 0 < Q2R (Qred (/ a))).
    { rewrite (Qeq_eqR _ _ (Qred_correct _)), Q2R_inv; [apply Rinv_0_lt_compat, Q|].
      intros N. apply Qeq_eqR in N. rewrite Q2R_0 in N. lra. }
    split; [apply Rmult_lt_0_compat; assumption | ring]. }
  destruct (plainly_positive r d) eqn:P.
  - rewrite P. apply B; auto. lra.
  - destruct (plainly_positive r (popp d)) eqn:M; [|discriminate]. apply B; auto. rewrite !value_opp. lra.
Qed.

Definition eliminated (x : positive) (h : poly) (l : list (poly * relation)) (r : region) : region :=
  let m := Region (real r) (filter (fun c => negb (member x c)) (clauses r)) l in
  if member x (real r) then m
  else known (h, if existsb (fun c => match c with [y] => Pos.eqb y x | _ => false end) (clauses r)
                 then Positive else Nonnegative) m.

Lemma times_positive s a v : 0 < a -> (holds s (a * v) <-> holds s v).
Proof.
  intros A. destruct s; simpl; split; intros H.
  - apply Rmult_lt_reg_l with a; lra.
  - apply Rmult_lt_0_compat; assumption.
  - apply Rmult_le_reg_l with a; lra.
  - apply Rmult_le_pos; lra.
  - apply Rmult_integral in H as [H|H]; lra.
  - rewrite H. ring.
Qed.

Lemma eliminate_ok i k x r p s g c h q l : nth_error (given r) i = Some (g, Zero) -> solved x r g = Some (k, c, h) ->
  cleared x k c h p = Some q -> all_cleared x k c h (given r) = Some l -> proves (eliminated x h l r) q s -> proves r p s.
Proof.
  intros E S Q L P at_ I. assert (Z := proj2 (proj2 I) _ (nth_error_In _ _ E)). unfold holds_at in Z; simpl in Z.
  destruct (solved_ok x r at_ g k c h I Z S) as [A V].
  assert (T : forall p q, cleared x k c h p = Some q -> forall s, holds s (value at_ q) <-> holds s (value at_ p)).
  { intros p' q' D s'. destruct (cleared_ok at_ x k c h p' q' D V) as [n ->]. apply times_positive, pow_lt, A. }
  apply (T p q Q), P. unfold eliminated. destruct I as [N [C G]].
  assert (J : inside (Region (real r) (filter (fun c => negb (member x c)) (clauses r)) l) at_).
  { repeat split; auto.
    - intros d D. apply filter_In in D as [D _]. auto.
    - simpl. clear E P. revert l L G. induction (given r) as [|g' gs IH]; simpl; intros l L G.
      + injection L as <-. contradiction.
      + destruct (cleared x k c h (fst g')) as [q'|] eqn:D; [|discriminate].
        destruct (all_cleared x k c h gs); [|discriminate]. injection L as <-.
        intros f [<-|F]; [|apply (IH l0); auto]. apply (T _ _ D), G. auto. }
  destruct (member x (real r)) eqn:X; auto. apply inside_known; auto. unfold holds_at; simpl. rewrite <- V.
  assert (Y : 0 <= at_ x) by (apply N, member_false, X).
  destruct (existsb _ (clauses r)) eqn:B; simpl; [|apply Rmult_le_pos; [lra | apply pow_le, Y]].
  apply existsb_exists in B as [d [I' W]]. destruct d as [|y [|]]; try discriminate. apply Pos.eqb_eq in W. subst y.
  destruct (C [x] I') as [y [[<-|[]] W]]. apply Rmult_lt_0_compat; [|apply pow_lt]; assumption.
Qed.
