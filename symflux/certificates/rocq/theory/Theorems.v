(** * From accepted evidence to ordinary theorems over R *)

From Symflux Require Export Claims.
Import ListNotations.
Local Open Scope R_scope.

(** A claim: how many variables, which of them are of either sign (all others are positive), what is assumed. *)
Record claim := Claim { variables : nat; either_sign : list positive; assumed : list statement; claimed : statement }.

(** ** What a claim says: it unfolds to "forall a b : R, a > 0 -> b > 0 -> ... -> b + a <> 0 /\ ..." *)

Fixpoint for_all (n : nat) (P : list R -> Prop) : Prop :=
  match n with O => P [] | S n => forall x : R, for_all n (fun l => P (x :: l)) end.
Fixpoint for_some (n : nat) (P : list R -> Prop) : Prop :=
  match n with O => P [] | S n => exists x : R, for_some n (fun l => P (x :: l)) end.
Fixpoint implies (l : list Prop) (P : Prop) : Prop := match l with [] => P | A :: l => A -> implies l P end.
Fixpoint all_of (l : list Prop) (P : Prop) : Prop := match l with [] => P | A :: l => A /\ all_of l P end.

Definition coordinates (l : list R) : point := fun x => List.nth (pred (Pos.to_nat x)) l 0.

Definition numbers (n : nat) : list positive := map Pos.of_nat (seq 1 n).
Definition positive_variables (c : claim) : list positive :=
  filter (fun x => negb (member x (either_sign c))) (numbers (variables c)).

Definition signs_of (c : claim) (at_ : point) : list Prop := map (fun x => at_ x > 0) (positive_variables c).
Definition nonzero (at_ : point) (s : statement) : list Prop := map (fun d => meaning at_ d <> 0) (denominators s).
Definition assumptions_of (c : claim) (at_ : point) : list Prop :=
  flat_map (fun s => nonzero at_ s ++ [said at_ s]) (assumed c).

(** Where the assumptions hold no denominator of the claim is zero, and the claim holds. *)
Definition proved (c : claim) : Prop :=
  for_all (variables c) (fun l => let at_ := coordinates l in
    implies (signs_of c at_ ++ assumptions_of c at_) (all_of (nonzero at_ (claimed c)) (said at_ (claimed c)))).

(** Somewhere the assumptions hold, no denominator of the claim is zero, and the claim fails. *)
Definition refuted (c : claim) : Prop :=
  for_some (variables c) (fun l => let at_ := coordinates l in
    all_of (signs_of c at_ ++ assumptions_of c at_ ++ nonzero at_ (claimed c)) (~ said at_ (claimed c))).

(** Somewhere the assumptions hold: they do not contradict each other. *)
Definition possible (c : claim) : Prop :=
  for_some (variables c) (fun l => let at_ := coordinates l in
    let l := signs_of c at_ ++ assumptions_of c at_ in all_of (removelast l) (last l True)).

Lemma for_all_intro n : forall P : list R -> Prop, (forall l, length l = n -> P l) -> for_all n P.
Proof.
  induction n as [|n IH]; intros P H; simpl; [apply H; reflexivity|]. intros x. apply IH. intros l L.
  apply H. simpl. congruence.
Qed.

Lemma for_some_intro n : forall (P : list R -> Prop) l, length l = n -> P l -> for_some n P.
Proof.
  induction n as [|n IH]; intros P [|x l] L H; try discriminate; simpl; auto. exists x. apply IH with l; auto.
Qed.

Lemma implies_intro (l : list Prop) (P : Prop) : ((forall A, In A l -> A) -> P) -> implies l P.
Proof.
  induction l as [|A l IH]; simpl; intros H; [apply H; intros B []|]. intros a. apply IH. intros L. apply H.
  intros B [E|I]; [rewrite <- E; exact a | exact (L B I)].
Qed.

Lemma all_of_intro (l : list Prop) (P : Prop) : (forall A, In A l -> A) -> P -> all_of l P.
Proof.
  induction l as [|A l IH]; simpl; intros H p; [exact p|]. split; [apply H; left; reflexivity|].
  exact (IH (fun B I => H B (or_intror I)) p).
Qed.

(** ** The region of a claim *)

Definition first_region (c : claim) : region := Region (either_sign c) (map (fun x => [x]) (positive_variables c)) [].

(** An assumption N/D s 0 is used as N D s 0, or as N s 0 or -N s 0 where D is plainly of one sign. *)
Definition assumption (r : region) (s : statement) : poly * relation :=
  let '(t, b, k) := difference s in
  if plainly_positive r b then (t, k) else if plainly_positive r (popp b) then (popp t, k) else (pmul t b, k).

Definition region_of (c : claim) : region :=
  let r := first_region c in Region (real r) (clauses r) (map (assumption r) (assumed c)).

Lemma numbers_ok n x : In x (numbers n) <-> (Pos.to_nat x <= n)%nat.
Proof.
  unfold numbers. rewrite in_map_iff. split.
  - intros [k [<- K]]. apply in_seq in K. rewrite Nat2Pos.id; lia.
  - intros H. exists (Pos.to_nat x). rewrite Pos2Nat.id, in_seq. pose proof (Pos2Nat.is_pos x). split; [reflexivity | lia].
Qed.

Lemma quotient_sign k t b d : b <> 0 -> 0 < d * b -> holds k (t / b) <-> holds k (d * t).
Proof.
  intros B D. replace (d * t) with ((d * b) * (t / b)) by (field; exact B). set (x := t / b).
  destruct k; simpl; split; intros H; nra.
Qed.

Lemma assumption_ok r at_ s : inside r at_ -> statement_defined at_ s -> said at_ s -> holds_at at_ (assumption r s).
Proof.
  intros I D H. pose proof (difference_ok at_ s) as E. unfold assumption. destruct (difference s) as [[t b] k].
  destruct E as [E F]. apply E in D. apply (F D) in H. unfold holds_at.
  destruct (plainly_positive r b) eqn:P; [|destruct (plainly_positive r (popp b)) eqn:M]; simpl.
  - apply plainly_positive_ok in P. specialize (P at_ I). simpl in P.
    replace (value at_ t) with (1 * value at_ t) by ring.
    apply (quotient_sign k (value at_ t) (value at_ b) 1 D); [lra | exact H].
  - apply plainly_positive_ok in M. specialize (M at_ I). simpl in M. rewrite value_opp in *.
    replace (- value at_ t) with (-1 * value at_ t) by ring.
    apply (quotient_sign k (value at_ t) (value at_ b) (-1) D); [lra | exact H].
  - rewrite value_mul, Rmult_comm. apply (quotient_sign k (value at_ t) (value at_ b) (value at_ b) D); [nra | exact H].
Qed.

(** The hypotheses of a claim put the point inside its region. *)
Lemma inside_first c l : length l = variables c -> (forall A, In A (signs_of c (coordinates l)) -> A) ->
  inside (first_region c) (coordinates l).
Proof.
  intros L H. assert (P : forall x, In x (positive_variables c) -> 0 < coordinates l x).
  { intros x X. apply (H (coordinates l x > 0)). apply in_map_iff. exists x. auto. }
  split; [|split].
  - intros x X. simpl in X. destruct (le_lt_dec (Pos.to_nat x) (variables c)) as [V|V].
    + apply Rlt_le, P, filter_In. split; [apply numbers_ok, V | apply negb_true_iff, member_false, X].
    + unfold coordinates. rewrite nth_overflow by (rewrite L; lia). lra.
  - intros k K. simpl in K. apply in_map_iff in K as [x [<- X]]. exists x. split; [left|]; auto.
  - contradiction.
Qed.

Lemma nonzero_ok at_ s : (forall A, In A (nonzero at_ s) -> A) <-> statement_defined at_ s.
Proof.
  unfold nonzero, statement_defined. split.
  - intros H d D. apply (H (meaning at_ d <> 0)), in_map_iff. exists d. auto.
  - intros H A I. apply in_map_iff in I as [d [<- D]]. apply H, D.
Qed.

Lemma inside_region c l : length l = variables c -> (forall A, In A (signs_of c (coordinates l)) -> A) ->
  (forall A, In A (assumptions_of c (coordinates l)) -> A) -> inside (region_of c) (coordinates l).
Proof.
  intros L S G. pose proof (inside_first c l L S) as I. destruct I as [N [C E]]. repeat split; auto.
  intros g K. simpl in K. apply in_map_iff in K as [s [<- K]].
  assert (H : forall A, In A (nonzero (coordinates l) s ++ [said (coordinates l) s]) -> A).
  { intros A I. apply G. apply in_flat_map. exists s. auto. }
  apply assumption_ok; [repeat split; auto | |].
  - apply nonzero_ok. intros A I. apply H, in_or_app. auto.
  - apply H, in_or_app. right. left. reflexivity.
Qed.

(** ** Before the first rule: without the content of the coefficients and powers of positive variables *)

Definition least_exponent (x : positive) (l : list (monomial * Q)) : N :=
  match l with [] => 0%N | t :: l => fold_right (fun t n => N.min (exponent x (fst t)) n) (exponent x (fst t)) l end.
Definition lowered (low : positive -> N) (m : monomial) : monomial :=
  flat_map (fun f => match (Npos (snd f) - low (fst f))%N with N0 => [] | Npos e => [(fst f, e)] end) m.

Definition content (l : list (monomial * Q)) : Q :=
  match fold_right (fun t z => Z.gcd (Qnum (snd t)) z) 0%Z l with
  | Zpos n => Qred (Zpos n # fold_right (fun t d => Z.to_pos (Z.lcm (Zpos (Qden (snd t))) (Zpos d))) 1%positive l)
  | _ => 1%Q
  end.

Definition reduced (r : region) (p : poly) : poly :=
  let l := terms p in
  let c := content l in
  let lows := flat_map (fun k => match k with
    | [x] => match least_exponent x l with N0 => [] | Npos e => [(x, e)] end | _ => [] end) (clauses r) in
  let q := of_terms (map (fun t => (lowered (fun x => exponent x lows) (fst t), qmul (snd t) (Qred (/ c)))) l) in
  if negb (Qle_bool c 0) && forallb (fun f => existsb (fun k => match k with [x] => Pos.eqb x (fst f) | _ => false end)
       (clauses r)) lows && peq (scale c (pmul (of_monomial lows) q)) p
  then q else p.

Lemma reduced_ok r p s : proves r (reduced r p) s -> proves r p s.
Proof.
  unfold reduced. set (l := terms p). set (c := content l). set (lows := flat_map _ (clauses r)).
  set (q := of_terms _). destruct (negb _ && _ && _) eqn:E; auto. apply andb_true_iff in E as [E V].
  apply andb_true_iff in E as [C F]. intros H at_ I. specialize (H at_ I). rewrite <- (peq_ok _ _ V).
  rewrite value_scale, value_mul, of_monomial_ok. apply negb_true_iff, Q2R_positive in C.
  assert (M : 0 < monomial_value at_ lows).
  { apply monomial_positive. intros x X. apply in_map_iff in X as [f [<- X]]. rewrite forallb_forall in F.
    specialize (F f X). apply existsb_exists in F as [k [K Y]].
    destruct k as [|y [|]]; try discriminate. apply Pos.eqb_eq in Y. subst y.
    destruct I as [_ [I _]]. destruct (I _ K) as [y [[<-|[]] P]]. exact P. }
  assert (P : 0 < Q2R c * monomial_value at_ lows) by (apply Rmult_lt_0_compat; auto).
  rewrite <- Rmult_assoc. set (k := Q2R c * monomial_value at_ lows) in *.
  destruct s; simpl in *; [nra | nra | rewrite H; ring].
Qed.

(** ** Proved *)

(** For a denominator that is not plainly of one sign: which sign it has, and why; and the proof of the numerator. *)
Record evidence := Evidence { of_denominator : option (bool * proof); of_numerator : proof }.

Definition check_claim (c : claim) (e : evidence) : bool :=
  let r := region_of c in
  let '(t, b, s) := difference (claimed c) in
  if plainly_positive r b then check (of_numerator e) r (reduced r t) s
  else if plainly_positive r (popp b) then check (of_numerator e) r (reduced r (popp t)) s
  else match of_denominator e with
    | Some (true, d) => check d r b Positive && check (of_numerator e) r (reduced r t) s
    | Some (false, d) => check d r (popp b) Positive && check (of_numerator e) r (reduced r (popp t)) s
    | None => false
    end.

(** Numerator and denominator, both with one sign. *)
Lemma check_claim_ok c e t b s : difference (claimed c) = (t, b, s) -> check_claim c e = true ->
  exists d, forall at_, inside (region_of c) at_ -> 0 < d * value at_ b /\ holds s (d * value at_ t).
Proof.
  intros E. unfold check_claim. rewrite E. set (r := region_of c). intros H.
  assert (D : proves r b Positive /\ proves r t s \/ proves r (popp b) Positive /\ proves r (popp t) s).
  { destruct (plainly_positive r b) eqn:P; [left|destruct (plainly_positive r (popp b)) eqn:M; [right|]].
    1, 2: split; [apply plainly_positive_ok; assumption | apply reduced_ok; eapply check_ok; eassumption].
    destruct (of_denominator e) as [[[] d]|]; try discriminate; apply andb_true_iff in H as [H K]; [left | right];
      (split; [eapply check_ok; eassumption | apply reduced_ok; eapply check_ok; eassumption]). }
  destruct D as [[B T]|[B T]]; [exists 1 | exists (-1)]; intros at_ I; specialize (B at_ I); specialize (T at_ I);
    rewrite ?value_opp in *; simpl in B; (split; [lra|]); destruct s; simpl in *; lra.
Qed.

Theorem prove_claim c e : check_claim c e = true -> proved c.
Proof.
  intros H. apply for_all_intro. intros l L. apply implies_intro. intros A.
  set (at_ := coordinates l) in *.
  assert (I : inside (region_of c) at_) by (apply inside_region; auto; intros B J; apply A, in_or_app; auto).
  pose proof (difference_ok at_ (claimed c)) as D. destruct (difference (claimed c)) as [[t b] s] eqn:E.
  destruct (check_claim_ok c e t b s E H) as [d K]. destruct (K at_ I) as [B T]. destruct D as [D S].
  assert (N : value at_ b <> 0) by (intros Z; rewrite Z in B; lra).
  apply all_of_intro; [apply nonzero_ok, D, N|]. apply (S N). apply quotient_sign with (d := d); auto.
Qed.

(** ** Refuted, and possible: rational points *)

Definition at_rational (l : list Q) : positive -> poly := fun x => constant (List.nth (pred (Pos.to_nat x)) l 0%Q).

(** Sign and number of a polynomial at the point. *)
Definition number_at (l : list Q) (p : poly) : Q := match put (at_rational l) p with Pc c => c | _ => 0%Q end.
Definition is_number_at (l : list Q) (p : poly) : bool := match put (at_rational l) p with Pc _ => true | _ => false end.

Definition holds_number (k : relation) (q : Q) : bool :=
  match k with Positive => negb (Qle_bool q 0) | Nonnegative => Qle_bool 0 q | Zero => Qeq_bool q 0 end.

(** No denominator vanishes, and the statement is true or not. *)
Definition decide_at (l : list Q) (s : statement) : option bool :=
  let '(t, b, k) := difference s in
  if is_number_at l t && is_number_at l b && negb (Qeq_bool (number_at l b) 0)
  then Some (holds_number k (qmul (number_at l b) (number_at l t))) else None.

Definition real_point (l : list Q) : point := coordinates (map Q2R l).

Lemma number_at_ok l p : is_number_at l p = true -> value (real_point l) p = Q2R (number_at l p).
Proof.
  unfold is_number_at, number_at. intros H. rewrite <- (put_value (at_rational l) (real_point l) (real_point l)).
  - destruct (put _ p); try discriminate. reflexivity.
  - intros x. unfold at_rational, real_point, coordinates. rewrite value_constant, <- Q2R_0. symmetry. apply map_nth.
Qed.

Lemma holds_number_ok k q : holds_number k q = true <-> holds k (Q2R q).
Proof.
  destruct k; simpl.
  - rewrite negb_true_iff. split; [apply Q2R_positive|]. intros H. destruct (Qle_bool q 0) eqn:E; auto.
    apply Qle_true in E. rewrite Q2R_0 in E. lra.
  - rewrite Qle_bool_iff. split; intros H; [apply Qle_Rle in H | apply Rle_Qle]; rewrite Q2R_0 in *; exact H.
  - split; intros H; [apply Qeq_true in H; rewrite H; apply Q2R_0|].
    apply Qeq_bool_iff, eqR_Qeq. rewrite H. symmetry. apply Q2R_0.
Qed.

Lemma decide_at_ok l s v : decide_at l s = Some v ->
  statement_defined (real_point l) s /\ (said (real_point l) s <-> v = true).
Proof.
  unfold decide_at. pose proof (difference_ok (real_point l) s) as D. destruct (difference s) as [[t b] k].
  destruct D as [D S]. destruct (_ && _) eqn:E; [|discriminate]. intros H. injection H as <-.
  apply andb_true_iff in E as [E N]. apply andb_true_iff in E as [T B].
  apply number_at_ok in T, B. apply negb_true_iff, Qeq_false in N. rewrite Q2R_0, <- B in N.
  split; [apply D, N|]. rewrite (S N), holds_number_ok, qmul_ok, <- T, <- B. apply quotient_sign; auto. nra.
Qed.

Definition allows (c : claim) (l : list Q) : bool :=
  (length l =? variables c)%nat &&
  forallb (fun x => negb (Qle_bool (List.nth (pred (Pos.to_nat x)) l 0%Q) 0)) (positive_variables c) &&
  forallb (fun s => match decide_at l s with Some true => true | _ => false end) (assumed c).

Definition check_point (c : claim) (l : list Q) : bool :=
  allows c l && match decide_at l (claimed c) with Some false => true | _ => false end.

Lemma allows_ok c l : allows c l = true -> length (map Q2R l) = variables c /\
  forall A, In A (signs_of c (real_point l) ++ assumptions_of c (real_point l)) -> A.
Proof.
  unfold allows. rewrite !andb_true_iff, !forallb_forall. intros [[L P] G]. split.
  - rewrite map_length. apply Nat.eqb_eq, L.
  - intros A I. apply in_app_or in I as [I|I].
    + apply in_map_iff in I as [x [<- X]]. unfold real_point, coordinates. rewrite <- Q2R_0, map_nth, Q2R_0.
      apply Q2R_positive, negb_true_iff, (P x X).
    + apply in_flat_map in I as [s [S I]]. specialize (G s S). destruct (decide_at l s) as [[]|] eqn:E; try discriminate.
      apply decide_at_ok in E as [D E]. apply in_app_or in I as [I|[<-|[]]]; [revert A I; apply nonzero_ok, D | tauto].
Qed.

Theorem refute_claim c l : check_point c l = true -> refuted c.
Proof.
  unfold check_point. rewrite andb_true_iff. intros [A H]. apply allows_ok in A as [L A].
  destruct (decide_at l (claimed c)) as [[]|] eqn:E; try discriminate. apply decide_at_ok in E as [D E].
  apply for_some_intro with (map Q2R l); auto. change (coordinates (map Q2R l)) with (real_point l).
  apply all_of_intro; [|intros S; apply E in S; discriminate]. intros B I. rewrite app_assoc in I.
  apply in_app_or in I as [I|I]; [apply A, I | revert B I; apply nonzero_ok, D].
Qed.

Theorem possible_claim c l : allows c l = true -> possible c.
Proof.
  intros A. apply allows_ok in A as [L A]. apply for_some_intro with (map Q2R l); auto.
  change (coordinates (map Q2R l)) with (real_point l).
  cbv zeta. revert A. generalize (signs_of c (real_point l) ++ assumptions_of c (real_point l)). clear. intros k A.
  destruct k as [|B k]; [exact I|]. rewrite (app_removelast_last True) in A by discriminate.
  apply all_of_intro; [intros C J | ]; apply A, in_or_app; [left; exact J | right; left; reflexivity].
Qed.
